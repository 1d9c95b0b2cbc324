"""The back office, as its staff uses it: lists, searches, filters, forms, in French."""

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from taggit.models import Tag

from accounts.models import JournalLine, Partner
from actors.models import Actor
from backoffice.models import Duplicate, Link, Suggestion
from editorial.models import Entry
from initiatives.models import Initiative
from territories.models import FormerCommune, ReferenceImport, Territory, ZoningList
from tests.factories import ActorFactory

OUR_APPS = (
    "portal", "backoffice", "initiatives", "actors", "levers", "library", "search", "accounts",
    "editorial", "territories",
)  # fmt: skip
OUR_MODELS = [
    model
    for name in OUR_APPS
    for model in apps.get_app_config(name).get_models()
    if not hasattr(model, "history_id")
]
NOT_EDITED = {
    "accounts.Account", "backoffice.LinkPlace", "backoffice.LinkRun", "editorial.FormerAddress",
    "editorial.Loading", "editorial.Proposal", "search.Change",
}  # fmt: skip
SAME_IN_FRENCH = {
    "code", "commune", "date", "initiative", "latitude", "longitude", "nature", "note",
    "population", "publications", "siren", "source", "sources", "type", "version",
}  # fmt: skip
IMPORTED = (Territory, FormerCommune, ZoningList, ReferenceImport, Link)
LOOKED_AT = (*IMPORTED, Group, JournalLine, Duplicate)
SAINT_LOUP = "commune-70467"


def admin_models():
    admin.autodiscover()
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def label(model):
    return model._meta.label


OURS = [model for model in admin_models() if model in OUR_MODELS]
EDITED = [model for model in OURS if model not in LOOKED_AT]
each_model = pytest.mark.parametrize("model", admin_models(), ids=label)
each_model_of_ours = pytest.mark.parametrize("model", OURS, ids=label)
each_entry = pytest.mark.parametrize(
    "model", [model for model in OUR_MODELS if issubclass(model, Entry)], ids=label
)


def address(model, page, *arguments):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def a_row(model):
    """A row of this model; the few kinds nothing loads are made here."""
    made = {
        Tag: {"name": "circuit court"},
        Partner: {"slug": "cress-essai", "name": "CRESS d’essai"},
        Link: {"url": "https://a.example/", "digest": "a", "host": "a.example"},
        Suggestion: {"kind": "erreur", "text": "Le téléphone a changé."},
    }
    if model is Duplicate:
        return a_pair()
    if model in made:
        return model.objects.create(**made[model])
    if model is ZoningList:
        return zoning_list()
    return model.objects.first()


def a_pair():
    first, second = Actor.objects.order_by("pk")[:2]
    kind = ContentType.objects.get_for_model(Actor)
    return Duplicate.objects.get_or_create(
        content_type=kind,
        first_id=first.pk,
        second_id=second.pk,
        defaults={"title": "Deux acteurs", "score": 95},
    )[0]


def zoning_list():
    fields = {"title": "Communes de montagne", "publisher": "ANCT", "origin": "montagne.csv"}
    return ZoningList.objects.update_or_create(
        key="montagne", defaults=fields | {"imported_at": "2026-11-01T12:00Z", "rows": 1}
    )[0]


def read(response):
    """The page, its words, and what its forms would send."""
    page = BeautifulSoup(response.content, "html.parser")
    return page, " ".join(page.get_text(" ").split())


def form_values(page, form):
    """What a browser would send for this form, untouched."""
    values = {}
    for field in page.select(f"#{form} :is(input, textarea, select)[name]"):
        if field.name == "select" and field.has_attr("multiple"):
            values[field["name"]] = [one["value"] for one in field.select("option[selected]")]
        elif (value := field_value(field)) is not None:
            values.setdefault(field["name"], []).append(value)
    return values


def field_value(field):
    if field.name == "textarea":
        return field.text.removeprefix("\r").removeprefix("\n")
    if field.name == "select":
        chosen = [option["value"] for option in field.select("option[selected]")]
        return chosen[0] if chosen else None
    if field.get("type") in ("checkbox", "radio"):
        return field.get("value", "on") if field.has_attr("checked") else None
    return None if field.get("type") == "submit" else field.get("value", "")


def own_fields(model):
    """Fields written by us: neither keys made by Django nor tables between two models."""
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [field for field in fields if not (field.auto_created or field.name == "id")]


def queries_of(client, url):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@each_model
def test_every_list_opens_and_can_be_searched(admin_client, model):
    a_row(model)
    for query in ({}, {"q": "saint"}, {"q": "l’économie, 70467"}):
        assert admin_client.get(address(model, "changelist"), query).status_code == 200


@each_model
def test_every_filter_of_every_list_can_be_used(admin_client, model):
    a_row(model)
    url = address(model, "changelist")
    shown = admin_client.get(url).context["cl"]
    for spec in shown.filter_specs:
        _all, first, *_others = [choice["query_string"] for choice in spec.choices(shown)]
        response = admin_client.get(url + first)
        assert response.status_code == 200, f"{spec.title}: {first}"
        assert response.context["cl"].has_active_filters, spec.title


@each_model
def test_every_add_page_opens_unless_an_import_owns_the_rows(admin_client, model):
    expected = 403 if model in LOOKED_AT else 200
    assert admin_client.get(address(model, "add")).status_code == expected


@pytest.mark.parametrize("model", EDITED, ids=label)
def test_every_field_can_be_filled_in(admin_client, model):
    form = admin_client.get(address(model, "add")).context["adminform"].form
    elsewhere = {"links", "actors", "status", "published_on"}  # inlines, moves
    editable = {field.name for field in own_fields(model) if field.editable} - elsewhere
    assert editable <= form.fields.keys()


@pytest.mark.ignore_template_errors  # Django's own page of a user reads a missing variable
@each_model
def test_every_row_opens(admin_client, model):
    row = a_row(model)
    response = admin_client.get(address(model, "change", row.pk))
    assert response.status_code == 200
    assert str(row) in read(response)[1]


def test_every_model_of_ours_is_in_the_back_office():
    """On its own, or in the page of what it belongs to."""
    shown = set(admin_models())
    for model_admin in admin.site._registry.values():
        shown |= {inline.model for inline in model_admin.inlines}
    missing = {label(model) for model in OUR_MODELS if model not in shown}
    assert missing == NOT_EDITED


# -- Choosing among thousands ------------------------------------------------------------------


def autocomplete(client, field, term):
    parameters = {
        "app_label": field.model._meta.app_label,
        "model_name": field.model._meta.model_name,
        "field_name": field.name,
        "term": term,
    }
    return client.get(reverse("admin:autocomplete"), parameters)


def choices(client, model, field, term):
    response = autocomplete(client, model._meta.get_field(field), term)
    assert response.status_code == 200
    return {row["text"]: row["id"] for row in response.json()["results"]}


@pytest.mark.parametrize(
    "typed", ["saint loup", "Saint-Loup", "st loup", "SAINT LOUP SUR SEMOUSE", "70467", "70800"]
)
def test_a_town_is_found_by_name_and_by_code(admin_client, typed):
    found = choices(admin_client, Actor, "coverage", typed)
    assert found["Saint-Loup-sur-Semouse (70)"] == SAINT_LOUP


@pytest.mark.parametrize("typed", ["épinal", "Épinal", "epinal", "EPINAL"])
def test_a_town_is_found_with_or_without_accents(admin_client, typed):
    assert "Épinal (88)" in choices(admin_client, Actor, "seat", typed)


def test_towns_offered_first_are_the_most_populated(admin_client):
    found = choices(admin_client, Actor, "seat", "saint denis")
    assert list(found)[:3] == [
        "Seine-Saint-Denis (93)",
        "Saint-Denis (974)",
        "Saint-Denis (93)",
    ]


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("replaced_by", "fabrique", "La Fabrique coopérative"),
        ("themes", "alimentation", "Alimentation et agriculture"),
        ("levers", "financiers", "Les partenariats financiers"),
        ("challenges", "proximité", "Les services de proximité"),
        ("publications", "municipal 17", "Kit MunicipalESS, fiche 17 : Animer son territoire"),
    ],
)
def test_other_choices_are_found_by_words(admin_client, field, typed, expected):
    assert expected in choices(admin_client, Actor, field, typed)


@each_model
def test_every_choice_of_every_form_answers(admin_client, rf, admin_user, model):
    request = rf.get("/")
    request.user = admin_user
    model_admin = admin.site._registry[model]
    inlines = [inline(model, admin.site) for inline in model_admin.inlines]
    for place in (model_admin, *inlines):
        for name in place.get_autocomplete_fields(request):
            response = autocomplete(admin_client, place.model._meta.get_field(name), "e")
            assert response.status_code == 200, f"{place.model._meta.label}.{name}"


def test_an_entry_is_found_with_or_without_accents_case_or_ligatures(admin_client):
    ActorFactory(title="L’Œuvre Zébrée de Ñandú")
    for typed, count in (("oeuvre zebree", 1), ("ŒUVRE ZÉBRÉE", 1), ("nandu", 1), ("z_bree", 0)):
        found = admin_client.get(address(Actor, "changelist"), {"q": typed}).context["cl"]
        assert found.result_count == count, typed


# -- Words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", OUR_MODELS, ids=label)
def test_every_model_and_field_has_a_french_label(model):
    """Labels are written by hand: none is the one drawn from an English name."""
    assert model._meta.original_attrs.get("verbose_name"), label(model)
    assert [field.name for field in own_fields(model) if not is_in_french(field)] == []


def is_in_french(field):
    drawn = (field.name.replace("_", " "), "tags")
    return field.name in SAME_IN_FRENCH or str(field.verbose_name).lower() not in drawn


def test_the_welcome_page_is_in_french(admin_client):
    page, text = read(admin_client.get(reverse("admin:index")))
    assert page.html["lang"] == "fr"
    assert "Rédaction du portail" in text
    headings = {caption.get_text(strip=True) for caption in page.select("#content caption")}
    assert {"Acteurs et appuis", "Leviers et défis", "Ressources", "Territoires"} <= headings
    assert "Dsfr" not in text


# -- Forms ---------------------------------------------------------------------------------------


@each_entry
@pytest.mark.parametrize(
    ("emptied", "message"),
    [
        ("sources", "Il manque une source : où l’avez-vous lu ?"),
        ("summary", "Une fiche publiée a un résumé."),
    ],
)
def test_an_incomplete_published_entry_is_refused_in_french(admin_client, model, emptied, message):
    row = model.objects.published().first()
    url = address(model, "change", row.pk)
    values = form_values(read(admin_client.get(url))[0], f"{model._meta.model_name}_form")
    emptied = {emptied: [] if emptied == "sources" else ""}
    typed = {"title": "Titre tapé à l’instant", "body": "## Texte\n\ntapé à l’instant"} | emptied
    response = admin_client.post(url, values | typed)
    assert response.status_code == 200
    page, text = read(response)
    assert message in text
    assert page.find("input", {"name": "title"})["value"] == typed["title"]
    assert (
        field_value(page.find("textarea", {"name": "body"})).splitlines()[-1] == "tapé à l’instant"
    )
    assert model.objects.get(pk=row.pk).title == row.title


@each_entry
def test_an_entry_saved_as_it_is_stays_as_it_was(admin_client, model):
    row = model.objects.published().first()
    url = address(model, "change", row.pk)
    values = form_values(read(admin_client.get(url))[0], f"{model._meta.model_name}_form")
    response = admin_client.post(url, values)
    assert response.status_code == 302, read(response)[1]
    kept = model.objects.get(pk=row.pk)
    for field in (field.name for field in model._meta.local_fields if field.name != "updated_at"):
        assert getattr(kept, field) == getattr(row, field), field


# -- What imports own ----------------------------------------------------------------------------


@pytest.mark.parametrize("model", IMPORTED, ids=label)
def test_what_an_import_owns_can_only_be_looked_at(admin_client, model):
    row = a_row(model)
    before = model.objects.count()
    for page in (("add",), ("change", row.pk), ("delete", row.pk)):
        assert admin_client.post(address(model, *page), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    admin_client.post(address(model, "changelist"), action)
    assert model.objects.count() == before
    looked_at = read(admin_client.get(address(model, "change", row.pk)))[0]
    assert not looked_at.select("#content-main input[type=submit], #content-main .deletelink")


# -- Cost and bad input --------------------------------------------------------------------------


def test_eleven_actors_cost_no_more_queries_than_one(admin_client):
    url = f"{address(Actor, 'changelist')}?q=banc+d+essai"
    ActorFactory(title="Banc d’essai")
    admin_client.get(url)
    one = queries_of(admin_client, url)
    ActorFactory.create_batch(10, acronym="Banc d’essai")
    assert queries_of(admin_client, url) == one
    assert admin_client.get(url).context["cl"].result_count == 11


@each_model
def test_a_list_costs_the_same_queries_whatever_its_length(admin_client, monkeypatch, model):
    a_row(model)
    url = address(model, "changelist")
    admin_client.get(url)
    monkeypatch.setattr(admin.site._registry[model], "list_per_page", 1)
    one = queries_of(admin_client, url)
    monkeypatch.setattr(admin.site._registry[model], "list_per_page", 100)
    assert queries_of(admin_client, url) == one


NONSENSE = {
    "nul": "saint\x00loup",
    "5 kB": "a" * 5000,
    "wildcards": "%_\\'\"",
    "emoji": "🏘️ \u202e",
}
A_PASTED_PAGE = "a " * 2500  # as many conditions: SQLite stops at a thousand


@pytest.mark.parametrize("typed", NONSENSE.values(), ids=NONSENSE)
@each_model
def test_nonsense_in_a_search_breaks_nothing(admin_client, model, typed):
    response = admin_client.get(address(model, "changelist"), {"q": typed}, follow=True)
    assert response.status_code == 200


@each_model_of_ours
def test_a_page_pasted_in_a_search_breaks_nothing(admin_client, model):
    response = admin_client.get(address(model, "changelist"), {"q": A_PASTED_PAGE})
    assert response.status_code == 200


@pytest.mark.parametrize("typed", [*NONSENSE.values(), A_PASTED_PAGE], ids=[*NONSENSE, "page"])
@pytest.mark.parametrize("field", ["places", "territory_types", "levers", "themes", "sources"])
def test_nonsense_in_a_choice_breaks_nothing(admin_client, field, typed):
    response = autocomplete(admin_client, Initiative._meta.get_field(field), typed)
    assert response.status_code == 200
