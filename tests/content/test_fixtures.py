"""The content loads, again and again, and never undoes what staff did."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command

from actors.models import Actor, Carrier
from editorial.content import add_missing, content_files
from library.models import KeyFigure

pytestmark = pytest.mark.django_db

APPS = ("editorial", "library", "levers", "actors", "initiatives")
PERSONAL = re.compile(r"[\w.]+@[\w.]+")
GENERIC = re.compile(r"^(contact|info|accueil|ess|cress|dla|bonjour|secretariat)[\w.-]*@", re.I)


def counts():
    return {
        model._meta.label: model.objects.count()
        for app in APPS
        for model in apps.get_app_config(app).get_models()
    }


def test_loading_again_adds_nothing():
    before = counts()
    assert add_missing(content_files()).total() == 0
    assert counts() == before


def test_replaying_fixtures_with_loaddata_changes_no_count():
    before = counts()
    call_command("loaddata", *content_files(), verbosity=0)
    assert counts() == before


def test_loading_again_keeps_what_staff_wrote():
    actor = Actor.objects.get(slug="avise")
    actor.title, actor.website = "Avise, relue", "https://exemple.fr"
    actor.save()
    actor.themes.clear()
    add_missing(content_files())
    actor.refresh_from_db()
    assert (actor.title, actor.website) == ("Avise, relue", "https://exemple.fr")
    assert not actor.themes.exists()


def test_loaddata_restores_the_text_of_the_project():
    Actor.objects.filter(slug="avise").update(title="Autre chose")
    call_command("loaddata", *content_files(), verbosity=0)
    assert Actor.objects.get(slug="avise").title == "Avise"


def test_no_personal_address_is_in_the_fixtures():
    for file in content_files():
        for found in PERSONAL.findall(file.read_text(encoding="utf-8")):
            assert GENERIC.match(found), f"{file.name}: {found}"


def test_every_figure_keeps_its_date_and_its_issuer():
    assert not KeyFigure.objects.filter(date_label="").exists()
    assert not KeyFigure.objects.filter(issuer="").exists()


def test_figures_that_disagree_stand_side_by_side(get):
    series = KeyFigure.objects.filter(series="rtes-membres")
    assert series.count() >= 3
    page = get(series.first().get_absolute_url())
    assert len(page.page.select('main a[href^="/chiffres-cles/"]')) >= 2


def test_the_eighteen_regional_cress_are_there_and_cover_their_region():
    regions = (
        Actor.objects.filter(kind="cress", coverage__level="region").values("coverage").distinct()
    )
    assert regions.count() == 18
    norman = Actor.objects.get(slug="cress-normandie")
    assert norman.status == "archive"
    assert norman.replaced_by.slug == "ess-france"


def test_a_carrier_is_confirmed_only_with_a_place_and_a_dated_source():
    for carrier in Carrier.objects.filter(confirmed=True):
        assert carrier.coverage.exists(), carrier.slug
        assert carrier.source_id, carrier.slug
