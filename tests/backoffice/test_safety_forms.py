"""Fields nobody is shown move nothing, whoever sends them."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.urls import reverse

from accounts.models import Account, Partner
from accounts.roles import ROLES
from actors.models import Actor, Carrier
from editorial.models import Entry, Source, entry_models
from initiatives.models import Initiative
from levers.models import Tool
from library.models import KeyFigure
from tests.backoffice.safety import texts
from tests.editorial.test_admin import form_values
from tests.signing_in import make_user

FORGED = {
    "id": "999999",
    "pk": "999999",
    "status": Entry.Status.PUBLISHED,
    "published_on": "2020-01-01",
    "published_on_0": "2020-01-01",
    "publish_at": "2020-01-01T00:00",
    "publish_at_0": "2020-01-01",
    "publish_at_1": "00:00",
    "expire_at": "2099-01-01T00:00",
    "sourced": "on",
    "placed": "on",
    "version": "77",
    "created_at": "2020-01-01",
    "created_at_0": "2020-01-01",
    "updated_at": "2020-01-01",
    "owner": "1",
    "history_user": "1",
    "is_superuser": "on",
    "is_staff": "on",
    "user_permissions": ["1"],
}
STANDING = (
    "status", "published_on", "publish_at", "expire_at", "sourced", "placed", "version",
    "created_at", "partner_id",
)  # fmt: skip
BRITTANY = "region-53"


def page_of(model, page, *arguments):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def stands(row):
    return {name: getattr(row, name) for name in STANDING if hasattr(row, name)}


def values_of(answer, model):
    page = BeautifulSoup(answer.content, "html.parser")
    return form_values(page, f"{model._meta.model_name}_form")


@pytest.fixture
def partner(db):
    return Partner.objects.create(slug="cress", name="CRESS", territory_id=BRITTANY)


@pytest.fixture
def other_partner(db):
    return Partner.objects.create(slug="autre", name="Autre", territory_id="region-27")


def member(role, partner):
    return make_user(role, partner=partner if role == "Partenaire" else None)


def new_values(model, number):
    """What a form of a new entry needs, and nothing more."""
    values = {"title": f"Forgée {number}", "slug": f"forgee-{number}", "verify_every": "12"}
    values |= {"number": 900 + number, "order": 900 + number}
    for field in model._meta.local_concrete_fields:
        if field.choices and not field.blank:
            values[field.name] = field.choices[0][0]
    values |= {one.name: "mot" for one in texts(model) if not one.blank and one.name != "title"}
    if model is Tool:
        values["lever"] = Tool.objects.first().lever_id
    place = "places" if model is Initiative else "coverage"
    values[place] = ["departement-29"]
    for prefix in ("links_out", "roles", "participations"):
        values |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return values


@pytest.mark.parametrize("role", ROLES)
def test_a_new_entry_is_a_draft_of_its_author_whatever_is_sent(
    signed_in, role, partner, other_partner
):
    client, made = signed_in(member(role, partner)), 0
    for number, model in enumerate(entry_models()):
        forged = {**FORGED, "partner": other_partner.pk, "region": "region-27"}
        answer = client.post(page_of(model, "add"), new_values(model, number) | forged)
        row = model.objects.filter(slug=f"forgee-{number}").first()
        if row is None:
            assert answer.status_code == 403, (model, answer.status_code)
            continue
        made += 1
        assert row.pk != 999999
        assert (row.status, row.published_on) == (Entry.Status.DRAFT, None)
        assert (row.publish_at, row.expire_at, row.version) == (None, None, 1)
        assert not row.sourced
        assert row.created_at.year > 2020
        owner = partner if role == "Partenaire" else None
        assert getattr(row, "partner", None) == (owner if hasattr(row, "partner") else None)
    assert made == (2 if role == "Partenaire" else len(entry_models()))


@pytest.mark.parametrize("role", ROLES)
def test_a_change_moves_nothing_but_what_its_form_shows(signed_in, role, partner, other_partner):
    client = signed_in(member(role, partner))
    # All kinds by who has every right and by who has the fewest; the others share the code.
    whole = role in ("Administration", "Partenaire")
    for model in entry_models() if whole else (Actor, Initiative, KeyFigure):
        row = model.objects.published().first()
        model.objects.filter(pk=row.pk).update(status=Entry.Status.DRAFT)
        if hasattr(row, "partner"):
            model.objects.filter(pk=row.pk).update(partner=partner)
            getattr(row, model.PLACES).set(["departement-29"])
        row.refresh_from_db()
        before = stands(row)
        values = values_of(client.get(page_of(model, "change", row.pk)), model)
        forged = {**FORGED, "partner": other_partner.pk, "region": "region-27"}
        sent = values | {"title": "Titre changé"} | forged
        answer = client.post(page_of(model, "change", row.pk), sent)
        kept = model.objects.get(pk=row.pk)
        changed = kept.title == "Titre changé"
        assert changed == (answer.status_code == 302), (model, answer.status_code)
        assert changed or role == "Partenaire", model
        assert stands(kept) == before | {"version": before["version"] + changed}, model
        assert not model.objects.filter(pk=999999).exists()
    assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.parametrize("role", ROLES)
def test_forged_fields_move_nothing_around_an_entry(signed_in, role, partner):
    """Neither by the pages of acts, nor by the rows of its links, nor by its sources."""
    client = signed_in(member(role, partner))
    actor = Actor.objects.published().filter(coverage="france").first()
    before = stands(actor)
    for page in ("move", "timing", "proposal", "preview"):
        arguments = (actor.pk, "relecture") if page == "move" else (actor.pk,)
        client.post(page_of(Actor, page, *arguments), FORGED | {"publish_at": "", "expire_at": ""})
    assert stands(Actor.objects.get(pk=actor.pk)) == before
    source = {"slug": "forgee", "title": "Forgée", "publisher": "X", "actors": [actor.pk]}
    client.post(page_of(Source, "add"), source | FORGED)
    made = Source.objects.filter(slug="forgee").first()
    assert made is None or (made.pk != 999999 and not made.actors.exists())


def test_a_partner_gives_itself_neither_a_place_nor_an_owner(signed_in, partner, other_partner):
    client = signed_in(member("Partenaire", partner))
    outside = new_values(Actor, 1) | {"coverage": ["departement-21"]}
    answer = client.post(page_of(Actor, "add"), outside)
    assert answer.status_code == 200
    assert "sortirait de votre territoire" in answer.text
    assert not Actor.objects.filter(slug="forgee-1").exists()


def test_who_may_not_confirm_a_carrier_confirms_none(signed_in):
    client = signed_in(make_user("Rédaction"))
    row = Carrier.objects.filter(confirmed=False).first() or Carrier.objects.first()
    Carrier.objects.filter(pk=row.pk).update(confirmed=False)
    values = values_of(client.get(page_of(Carrier, "change", row.pk)), Carrier)
    sent = values | {"confirmed": "on", "area_note": "Ici"}
    assert client.post(page_of(Carrier, "change", row.pk), sent).status_code == 302
    row.refresh_from_db()
    assert (row.confirmed, row.area_note) == (False, "Ici")


def test_nobody_raises_their_own_rights_by_their_own_pages(signed_in, partner):
    for role in ROLES:
        user = member(role, partner)
        client = signed_in(user)
        password = {"old_password": "un bon mot de passe"}
        password |= dict.fromkeys(("new_password1", "new_password2"), "une phrase assez longue")
        client.post("/admin/password_change/", password | FORGED)
        client.post("/admin/second-facteur/activer/", FORGED | {"code": "123456"})
        kept = User.objects.get(pk=user.pk)
        assert kept.check_password("une phrase assez longue"), role
        assert not kept.is_superuser
        assert not kept.user_permissions.exists()
        assert list(kept.groups.values_list("name", flat=True)) == [role]
        owner = partner if role == "Partenaire" else None
        assert Account.objects.get(user=user).partner == owner


def test_a_figure_is_not_put_on_the_front_page_by_who_may_not_write_it(signed_in, partner):
    client = signed_in(member("Partenaire", partner))
    figure = KeyFigure.objects.published().filter(highlighted=False).first()
    client.post(page_of(KeyFigure, "change", figure.pk), {"highlighted": "on"} | FORGED)
    assert not KeyFigure.objects.get(pk=figure.pk).highlighted
