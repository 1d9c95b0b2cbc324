"""The lists of the back office as files: what they hold, what they never do to their reader."""

import csv
import datetime
import io
import json

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from actors.models import Actor
from editorial import exports
from editorial.admin import StaffAdmin
from editorial.models import Source, Theme
from tests.factories import ActorFactory

ADDRESS = "/admin/actors/actor/export/"
LIST = "/admin/actors/actor/"
TRIAL = {"q": "banc d’essai"}


def exported(client, format="csv", address=ADDRESS, **parameters):
    response = client.get(address, {"format": format} | parameters)
    assert response.status_code == 200, response
    return b"".join(response.streaming_content)


def table(content):
    """Rows of a CSV file, by heading."""
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def sheet(content):
    return load_workbook(io.BytesIO(content)).active


def by_heading(content):
    """Cells of the first row of a workbook, by heading."""
    headings, first = list(sheet(content).iter_rows(max_row=2))
    return {heading.value: found for heading, found in zip(headings, first, strict=True)}


@pytest.fixture
def trial(db):
    themes = Theme.objects.filter(slug__in=["sante", "mobilite"])
    row = ActorFactory(title="Banc d’essai", kind="cress", themes=themes, phone="01 02 03 04 05")
    row.keywords.add("vélo")
    row.sources.add(Source.objects.create(slug="essai", title="Essai | suite", publisher="Avise"))
    return row


def test_a_csv_file_opens_in_french_excel_with_words_rather_than_codes(admin_client, trial):
    content = exported(admin_client, **TRIAL)
    assert content.startswith(b"\xef\xbb\xbfTitre;Adresse;")
    assert content.count(b"\r\n") == 2
    (row,) = table(content)
    assert row["Titre"] == "Banc d’essai"
    assert row["Type"] == "CRESS"
    assert row["Publié le"] == "2026-11-01"
    assert set(row["Thèmes"].split(" | ")) == {theme.name for theme in trial.themes.all()}
    assert row["Mots-clés"] == "vélo"
    assert row["Sources"] == "Avise, Essai / suite"
    assert row["À revérifier tous les (mois)"] == "12"
    assert row["Vérifié le"] == ""


def test_an_export_is_the_whole_list_as_filtered_searched_and_sorted(admin_client):
    asked = {"kind__exact": "cress", "q": "cress", "o": "-1", "p": "2"}
    shown = admin_client.get(LIST, {key: asked[key] for key in asked if key != "p"}).context["cl"]
    titles = [row["Titre"] for row in table(exported(admin_client, **asked))]
    assert titles == list(shown.queryset.values_list("title", flat=True))
    assert 1 < len(titles) < Actor.objects.count()


def test_an_export_holds_what_the_screen_cuts_into_pages(admin_client):
    assert len(table(exported(admin_client))) == Actor.objects.count() > 50


def test_links_to_exports_keep_what_the_list_shows(admin_client):
    shown = admin_client.get(LIST, {"kind__exact": "cress", "o": "-1", "q": "région"})
    page = BeautifulSoup(shown.content, "html.parser")
    links = [link["href"] for link in page.select(".exports a")]
    kept = "kind__exact=cress&o=-1&q=r%C3%A9gion"
    assert links == [f"export/?{kept}&format={name}" for name in exports.FORMATS]


def test_a_json_file_has_codes_and_natural_keys(admin_client, trial):
    (row,) = json.loads(exported(admin_client, "json", **TRIAL))
    assert row["slug"] == trial.slug
    assert (row["kind"], row["status"], row["seat"]) == ("cress", "publie", None)
    assert set(row["themes"]) == {"sante", "mobilite"}
    assert (row["sources"], row["keywords"]) == (["essai"], ["vélo"])
    assert row["published_on"] == "2026-11-01"
    assert json.loads(exported(admin_client, "json", q="introuvable")) == []


def test_a_workbook_has_a_frozen_bold_heading_and_typed_cells(admin_client, trial):
    content = exported(admin_client, "xlsx", **TRIAL)
    assert sheet(content).freeze_panes == "A2"
    assert all(heading.font.bold for heading in sheet(content)[1])
    cells = by_heading(content)
    assert cells["Publié le"].value == datetime.datetime(2026, 11, 1)
    assert cells["Publié le"].number_format == "dd/mm/yyyy"
    assert cells["À revérifier tous les (mois)"].value == 12
    assert cells["Téléphone"].value == "01 02 03 04 05"
    created = timezone.make_naive(trial.created_at)
    assert abs(cells["Créé le"].value - created) < datetime.timedelta(seconds=1)


FORMULAS = [
    '=HYPERLINK("http://mechant.example")', "+33 1 02 03 04 05", "-2+3", "@SUM(A1)", "\t=1+1",
    "  =1+1", "\u00a0=1+1", "\ufeff=1+1", "\u200b=1+1", "＝1+1", "＋1", "－1", "＠A1", "\r=1",
    "\n=1", "\x00=1+1", "- une idée",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text):
    assert exports.as_text(text).startswith("'")


@pytest.mark.parametrize("text", ["a=1", "L’ESS + vous", "1-2", "'déjà", "É", "#N/A", "1,5"])
def test_other_texts_stay_as_they_are(text):
    assert exports.as_text(text) == text


def test_a_formula_typed_by_someone_is_a_text_in_the_files(admin_client, trial):
    Actor.objects.filter(pk=trial.pk).update(acronym="=1+1", legal_form="#N/A", phone="+33 1")
    (row,) = table(exported(admin_client, **TRIAL))
    assert (row["Sigle"], row["Téléphone"]) == ("'=1+1", "'+33 1")
    cells = by_heading(exported(admin_client, "xlsx", **TRIAL))
    typed = [cells[name] for name in ("Sigle", "Forme juridique", "Téléphone")]
    assert [found.value for found in typed] == ["'=1+1", "#N/A", "'+33 1"]
    assert {found.data_type for found in typed} == {"s"}
    (raw,) = json.loads(exported(admin_client, "json", **TRIAL))
    assert raw["acronym"] == "=1+1"


def test_numbers_are_written_as_numbers():
    assert exports.csv_value(-1.5) == "-1,5"
    assert exports.csv_value(-3) == "-3"


def test_what_a_workbook_cannot_hold_is_removed_or_cut(admin_client, trial):
    body = "a\x08\x1f\ufffe\r\n" + "é" * 40_000
    Actor.objects.filter(pk=trial.pk).update(body=body)
    text = by_heading(exported(admin_client, "xlsx", **TRIAL))["Texte"].value
    assert text.startswith("a\né")
    assert text.endswith(exports.CUT)
    assert len(text) == exports.LONGEST_CELL
    (row,) = table(exported(admin_client, **TRIAL))
    assert row["Texte"] == "a\n" + "é" * 40_000


def test_files_are_dated_and_kept_by_nobody(admin_client):
    today = timezone.localdate().isoformat()
    for name in exports.FORMATS:
        response = admin_client.get(ADDRESS, {"format": name})
        disposition = response.headers["Content-Disposition"]
        assert disposition == f'attachment; filename="acteurs-{today}.{name}"'
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert b"".join(response.streaming_content)


def test_a_list_too_long_for_excel_is_refused_in_french(admin_client, monkeypatch, trial):
    monkeypatch.setattr(exports, "LARGEST_XLSX", 1)
    response = admin_client.get(ADDRESS, {"format": "xlsx", "kind__exact": "cress"}, follow=True)
    assert response.redirect_chain == [("../?kind__exact=cress", 302)]
    (message,) = response.context["messages"]
    assert "Exportez-la en CSV" in str(message)
    assert exported(admin_client, "xlsx", **TRIAL)


def test_a_long_list_costs_the_same_queries_a_batch(admin_client, monkeypatch):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            exported(admin_client, **TRIAL)
        return len(captured)

    themes = Theme.objects.all()[:3]
    ActorFactory(title="Banc d’essai", themes=themes)
    one = queries()
    ActorFactory.create_batch(10, acronym="Banc d’essai", themes=themes)
    assert queries() == one
    whole = exported(admin_client, **TRIAL)
    monkeypatch.setattr(exports, "BATCH", 3)
    assert exported(admin_client, **TRIAL) == whole


STAFF_ADMINS = [found for found in admin.site._registry.values() if isinstance(found, StaffAdmin)]


@pytest.mark.parametrize("format", exports.FORMATS)
def test_every_list_of_ours_can_be_exported(admin_client, format):
    assert len(STAFF_ADMINS) > 10
    for model_admin in STAFF_ADMINS:
        meta = model_admin.opts
        address = f"/admin/{meta.app_label}/{meta.model_name}/export/"
        assert exported(admin_client, format, address=address), meta.label


def test_passwords_and_what_an_admin_leaves_out_are_never_exported(monkeypatch):
    user_columns = exports.columns_of(admin.site._registry[User], None)
    assert "password" not in {column.name for column in user_columns}
    actors = admin.site._registry[Actor]
    monkeypatch.setattr(actors, "export_exclude", ("email", "links"), raising=False)
    names = {column.name for column in exports.columns_of(actors, None)}
    assert not names & {"email", "links", "id"}
    assert {"title", "themes", "created_at"} <= names


def test_only_who_may_see_a_list_exports_it(client, db, django_user_model):
    assert client.get(ADDRESS, {"format": "csv"}).status_code == 302
    user = django_user_model.objects.create_user("lea", password="x", is_staff=True)
    client.force_login(user)
    assert client.get(ADDRESS, {"format": "csv"}).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_actor"))
    assert exported(client)


def test_nonsense_breaks_no_export(admin_client):
    assert admin_client.get(ADDRESS).status_code == 404
    assert admin_client.get(ADDRESS, {"format": "exe"}).status_code == 404
    assert admin_client.post(f"{ADDRESS}?format=csv").status_code == 405
    for typed in ("saint\x00loup", "a" * 5000, "🏘️ \u202e", "%_\\'\""):
        assert exported(admin_client, q=typed)
    response = admin_client.get(ADDRESS, {"format": "csv", "themes__id__exact": "x"}, follow=True)
    assert response.redirect_chain == [("../", 302)]
    assert "rien à exporter" in response.content.decode()
