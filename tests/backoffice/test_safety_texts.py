"""No text anyone stores, however it came in, does anything on any page that shows it."""

import json
from itertools import count
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from actors.models import Actor, ActorLink, Carrier, Support, SupportRole
from editorial import previews
from editorial.admin.entries import MARKDOWN
from editorial.markdown import render
from editorial.models import Source, Theme, ThemeAlias, entry_models
from initiatives.models import Initiative, Participation
from levers.models import Grid, GridItem, Lever
from library.models import Event, KeyFigure, Publication
from portal.sitemaps import SITEMAPS
from territories.models import Territory, TerritoryType
from tests.backoffice.payloads import EVALUATED, TEXTS, URLS, filling
from tests.backoffice.safety import SCHEME, dangers, texts, urls
from tests.editorial.test_admin import form_values
from tests.portal.test_machine_pages import MACHINE_PAGES, PAGES
from tests.signing_in import make_user, sign_in

pytestmark = pytest.mark.on_sqlite

OTHERS = (
    Source, Theme, ThemeAlias, Grid, GridItem, TerritoryType, Carrier, ActorLink, SupportRole,
    Participation,
)  # fmt: skip
TOWN = "commune-70467"
PUBLIC = {**PAGES, **MACHINE_PAGES}


def query(**values):
    return urlencode(values)


def page_of(row, page, *arguments):
    name = f"{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(
        f"admin:{name}", args=arguments if page == "changelist" else (row.pk, *arguments)
    )


def check(answer, where, status=(200, 410)):
    """Nothing on this page does anything; what was sent elsewhere is an inert kind of file."""
    assert answer.status_code in status, (where, answer.status_code)
    kind = answer.headers["Content-Type"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if "attachment" in answer.headers.get("Content-Disposition", ""):
        return
    if kind.startswith("application/json"):
        answer.json()
        return
    if "svg" in kind or "xml" in kind:
        assert "<xss-probe" not in answer.text, where
        return
    if kind.startswith("text/html"):
        assert dangers(answer.content) == [], where
        assert EVALUATED not in answer.text, where


def poisoned(model):
    """The row of each kind that pages of the tests show, else the first."""
    rows = model.objects.all()
    return (rows.published() if hasattr(rows, "published") else rows).order_by("pk").first()


@pytest.fixture
def entries(admin_client):
    """One published entry of each kind, every text filled in by its form as staff would."""
    turns, rows = count(0, 7), []
    for model in entry_models():
        row = poisoned(model)
        page = BeautifulSoup(admin_client.get(page_of(row, "change")).content, "html.parser")
        values = form_values(page, f"{model._meta.model_name}_form")
        for field in texts(model):
            if field.name in values:
                values[field.name] = filling(field.max_length, next(turns))
        values |= {"reason": filling(300, next(turns)), "keywords": '"<xss-probe onclick=1>"'}
        answer = admin_client.post(page_of(row, "change"), values)
        errors = BeautifulSoup(answer.content, "html.parser").select(".errorlist")
        assert answer.status_code == 302, (model, errors)
        row.refresh_from_db()
        assert "<" in row.title + row.summary
        rows.append(row)
    return rows


@pytest.fixture
def everything(entries):
    """And every other text of the base, as an import could write it; each thing tied to others."""
    turns = count(3, 5)
    for model in OTHERS:
        fields = {one.name: filling(one.max_length, next(turns)) for one in texts(model)}
        rows = list(model.objects.all()[:40])
        for number, row in enumerate(rows):
            own = {k: v[: len(v) - 3] + str(number)[:3] for k, v in fields.items()}
            model.objects.filter(pk=row.pk).update(**own)
    names = {one.name: filling(one.max_length, next(turns)) for one in texts(Territory)}
    kept = {name: text for name, text in names.items() if name not in ("search_name", "siren")}
    Territory.objects.filter(pk=TOWN).update(**kept | {"nature": "<b>"})
    by_kind = {type(row): row for row in entries}
    Actor.objects.filter(pk=by_kind[Actor].pk).update(first_contact="1-cress")
    by_kind[Actor].coverage.add("france", TOWN)
    by_kind[Initiative].places.add(TOWN)
    by_kind[Initiative].levers.add(by_kind[Lever])
    KeyFigure.objects.filter(pk=by_kind[KeyFigure].pk).update(highlighted=True)
    return by_kind


def public_addresses(rows):
    yield from PUBLIC.values()
    yield from (f"/sitemap-{part}.xml" for part in SITEMAPS)
    yield from (row.get_page_url() for row in rows)
    yield from ("/acteurs/", "/recherche/", "/glossaire/", "/chiffres-cles/", "/evenements/")
    for typed in ("sonde", "alert", "script", TEXTS[0], TEXTS[1], TEXTS[13]):
        yield f"/recherche/?{query(q=typed)}"
        yield f"/acteurs/?{query(q=typed, territoire=typed, theme=typed, page=1)}"
        yield f"/territoires/suggestions/?{query(q=typed)}"
        yield f"/communes/?{query(q=typed)}"


def test_no_public_page_runs_what_was_stored(client, everything):
    for address in public_addresses(everything.values()):
        check(client.get(address, follow=True), address, (200, 404))


def staff_addresses(row):
    for page in ("change", "history", "timing", "delete"):
        yield page_of(row, page)
    yield page_of(row, "move", "archivage")
    yield page_of(row, "restore", row.history.last().pk)
    yield page_of(row, "changelist")
    yield f"{page_of(row, 'changelist')}?{query(q=TEXTS[0])}"
    yield from (f"{export_of(row)}?format={kind}" for kind in ("csv", "json"))


def export_of(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_export")


def test_no_page_of_the_back_office_runs_what_was_stored(admin_client, everything):
    for row in everything.values():
        for address in staff_addresses(row):
            check(admin_client.get(address), address, (200, 403))
        check(admin_client.post(page_of(row, "preview")), row)
        bulk = {"action": "archivage", "_selected_action": [row.pk], "reason": TEXTS[0]}
        check(admin_client.post(page_of(row, "changelist"), bulk), "bulk")
    for model in OTHERS:
        if f"{model._meta.model_name}" in ("actorlink", "supportrole", "participation"):
            continue
        row = model.objects.first()
        for page in ("change", "history", "delete", "changelist"):
            check(admin_client.get(page_of(row, page)), row, (200, 403))
    check(admin_client.get("/admin/"), "/admin/")
    for field in ("themes", "sources", "coverage", "replaced_by"):
        asked = {"app_label": "actors", "model_name": "actor", "field_name": field, "term": ""}
        answer = admin_client.get("/admin/autocomplete/", asked)
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.json()["results"]


def test_no_message_conflict_or_proposal_runs_what_was_stored(admin_client, entries):
    editor = sign_in(Client(), make_user("Rédaction", first_name="<xss-probe onclick=1>"))
    for row in [one for one in entries if type(one) in (Actor, Initiative, Lever, KeyFigure)]:
        page = BeautifulSoup(editor.get(page_of(row, "change")).content, "html.parser")
        form = f"{row._meta.model_name}_form"
        values = form_values(page, form) | {"title": "</title><script>alert(2)</script>"}
        check(editor.post(page_of(row, "change"), values, follow=True), "proposed")
        check(admin_client.get(page_of(row, "proposal")), "proposal")
        check(admin_client.get(f"{page_of(row, 'change')}?version=proposee"), "proposed form")
        stale = values | {"read_version": 1, "title": "<img src=x onerror=alert(3)>"}
        answer = admin_client.post(page_of(row, "change"), stale)
        assert "Rien n’est perdu" in answer.text, row._meta
        check(answer, "conflict")
        wrong = {"publish_at": TEXTS[0], "reason": TEXTS[0]}
        check(admin_client.post(page_of(row, "timing"), wrong, follow=True), "message")
        refused = {"_refuse": "1", "version": "1", "reason": TEXTS[3]}
        check(admin_client.post(page_of(row, "proposal"), refused, follow=True), "decision")
        check(admin_client.get(page_of(row, "history")), "history")
        waiting = type(row).objects.get(pk=row.pk)
        check(Client().get(previews.link(waiting), follow=True), "preview")


def test_markdown_leads_to_the_web_only_and_runs_nothing(admin_client):
    for text in (*TEXTS, *(f"[x]({one})" for one in URLS), *(f"[x](<{one}>)" for one in URLS)):
        html = render(text)
        assert dangers(html) == [], text
        for link in BeautifulSoup(html, "html.parser").find_all("a", href=True):
            scheme = SCHEME.match(link["href"])
            assert scheme is None or scheme[0].lower() in ("http", "https"), text
        shown = admin_client.post("/admin/apercu/", {"text": text})
        assert dangers(shown.json()["html"]) == [], text


def test_every_markdown_field_is_cleaned(db):
    assert {*MARKDOWN} >= {"body", "when_to_use", "first_steps", "legal_basis", "cautions"}


# -- Addresses -----------------------------------------------------------------------------------

HOLDERS = (Actor, Support, Initiative, Publication, Event, Source, Carrier)


def test_every_address_column_is_looked_at():
    found = {model for model in (*entry_models(), *OTHERS) if urls(model)}
    assert found == set(HOLDERS)


def test_no_form_takes_an_address_that_is_not_of_the_web(admin_client):
    for model in HOLDERS:
        row = poisoned(model)
        page = BeautifulSoup(admin_client.get(page_of(row, "change")).content, "html.parser")
        values = form_values(page, f"{model._meta.model_name}_form")
        for field in urls(model):
            for bad in URLS if model is Source else URLS[:1]:
                if bad.strip().startswith(("https://a.example", "//evil", "ftp:")):
                    continue
                answer = admin_client.post(page_of(row, "change"), values | {field.name: bad})
                assert answer.status_code == 200, (model, field.name, bad)
                assert dangers(answer.content) == [], bad
                assert "errorlist" in answer.text
                row.refresh_from_db()
                assert not getattr(row, field.name).strip().lower().startswith("javascript")


def shown_on(row):
    """The public page where the addresses of a row are links."""
    if isinstance(row, Source):
        return next(
            entry.get_page_url()
            for model in (Actor, Publication, Support)
            for entry in model.objects.published().filter(sources=row)[:1]
        )
    return f"/communes/{TOWN[8:]}/" if isinstance(row, Carrier) else row.get_page_url()


def test_an_address_stored_some_other_way_is_shown_and_leads_nowhere(client, admin_client):
    carrier = Carrier.objects.confirmed().exclude(support__first_contact="").first()
    carrier.coverage.add(TOWN)
    cited = Source.objects.filter(actors__status="publie").first()
    for model in HOLDERS:
        row = {Carrier: carrier, Source: cited}.get(model) or poisoned(model)
        for bad in URLS if model is Publication else URLS[:2]:
            own = {field.name: bad for field in urls(model)}
            model.objects.filter(pk=row.pk).update(**own)
            check(client.get(shown_on(row), follow=True), (model, bad))
        for page in ("change", "changelist"):
            check(admin_client.get(page_of(row, page)), (model, page))


def test_an_address_of_the_web_is_a_link(client, db):
    row = poisoned(Publication)
    Publication.objects.filter(pk=row.pk).update(url="HTTPS://a.example/à?b=c&d")
    page = BeautifulSoup(client.get(row.get_absolute_url()).content, "html.parser")
    link = page.find("a", title=lambda title: title and title.startswith("Lire le document"))
    assert link["href"] == "HTTPS://a.example/à?b=c&d"
    assert "noopener" in link["rel"]
    assert json.dumps(link["href"])
