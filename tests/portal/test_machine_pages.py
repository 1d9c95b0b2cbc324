"""What machines read, and what every public page owes them: headers, title, language, size."""

import gzip
from contextlib import contextmanager
from importlib import import_module
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError, connection
from django.views.defaults import server_error
from pytest_django.asserts import assertRedirects

from levers.models import Tool
from territories.querysets import TerritoryQuerySet
from tests.factories import (
    ActorFactory,
    InitiativeFactory,
    KeyFigureFactory,
    LeverFactory,
    PublicationFactory,
    SupportFactory,
    TermFactory,
)

pytestmark = pytest.mark.on_sqlite

SITE = "http://testserver"
COMMUNES = 34_969
# One address for each named pattern of the public site.
PAGES = {
    "home": "/",
    "search": "/recherche/?q=ressourcerie",
    "town_search": "/communes/?q=saint",
    "town": "/communes/70467-saint-loup-sur-semouse/",
    "accessibility": "/accessibilite/",
    "legal": "/mentions-legales/",
    "privacy": "/donnees-personnelles/",
    "site_map": "/plan-du-site/",
    "actor_list": "/acteurs/",
    "actor": "/acteurs/avise/",
    "support_list": "/appuis/",
    "support": "/appuis/dla/",
    "lever_list": "/leviers/",
    "lever": "/leviers/partenariats-financiers/",
    "challenge_list": "/defis/",
    "challenge": "/defis/emploi-economie-locale/",
    "initiative_list": "/initiatives/",
    "initiative": "/initiatives/antenne-epi-cerise/",
    "publication_list": "/ressources/",
    "publication": "/ressources/rex-epi-cerise/",
    "event_list": "/evenements/",
    "event": "/evenements/webinaire-pvd-2021/",
    "key_figure_list": "/chiffres-cles/",
    "key_figure": "/chiffres-cles/emplois-de-l-ess-2021/",
    "term_list": "/glossaire/",
    "term": "/glossaire/ess/",
}
MACHINE_PAGES = {
    "sitemap": "/sitemap.xml",
    "sitemap_part": "/sitemap-pages.xml",
    "robots": "/robots.txt",
    "healthz": "/healthz",
    "readyz": "/readyz",
    "territory_suggestions": "/territoires/suggestions/?q=saint",
    "territory_map": "/territoires/carte.svg?zones=departement-70",
}
NOWHERE = (
    "/nulle-part/",
    "/appuis/inconnu/",
    "/communes/99999/",
    "/appuis/?page=999",
    "/sitemap-x.xml",
)
PUBLIC_APPS = ("portal", "actors", "levers", "initiatives", "library", "territories")

each_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
each_address = pytest.mark.parametrize(
    "address", [*PAGES.values(), *MACHINE_PAGES.values()], ids=[*PAGES, *MACHINE_PAGES]
)


@contextmanager
def broken_database():
    def fail(execute, sql, params, many, context):
        raise OperationalError("no such server")

    with connection.execute_wrapper(fail):
        yield


# A tool is shown in the page of its lever.
LEADS_ELSEWHERE = {"tool"}


def test_every_public_pattern_is_in_the_table_above():
    patterns = {
        pattern.name for app in PUBLIC_APPS for pattern in import_module(f"{app}.urls").urlpatterns
    }
    assert patterns == PAGES.keys() | MACHINE_PAGES.keys() | LEADS_ELSEWHERE


def test_the_address_of_a_tool_leads_to_the_page_of_its_lever(client, db):
    tool = Tool.objects.published().select_related("lever").first()
    assertRedirects(client.get(tool.get_page_url()), tool.get_absolute_url())


# -- Every page ----------------------------------------------------------------------------------


@each_page
def test_a_page_is_in_french_with_one_first_heading(get, address):
    response = get(address)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.page.html["lang"] == "fr"
    headings = response.page.find_all("h1")
    assert len(headings) == 1
    assert headings[0].get_text(strip=True)
    assert response.page.find("meta", {"name": "description"})["content"].strip()


@each_page
def test_a_page_tells_its_canonical_address(get, address):
    links = get(address).page.find_all("link", {"rel": "canonical"})
    assert [link["href"] for link in links] == [SITE + address.partition("?")[0]]


def test_filters_do_not_make_another_canonical_address(get):
    filtered = get("/appuis/", territoire="commune-70467").page
    assert filtered.find("link", {"rel": "canonical"})["href"] == f"{SITE}/appuis/"
    assert filtered.find("meta", {"name": "robots"})["content"] == "noindex"


def test_titles_differ_from_page_to_page(get):
    addresses = [
        *PAGES.values(),
        "/appuis/?page=2",
        "/communes/",
        "/appuis/fabrique-a-initiatives/",
    ]
    titles = [get(address).page.title.get_text(strip=True) for address in addresses]
    assert len(set(titles)) == len(titles)
    assert {title.rpartition(" – ")[2] for title in titles} == {"ESS et territoires"}


@each_address
def test_an_address_sends_the_security_headers(client, db, address):
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    directives = dict(line.strip().split(" ", 1) for line in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


@each_page
def test_a_page_holds_nothing_its_policy_forbids(get, address):
    page = get(address).page
    assert not page.select("[style], style")
    for script in page.find_all("script"):
        assert script.get("src", "").startswith("/") or script["type"].endswith("json")
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")], tag
    loaded = [tag["src"] for tag in page.select("img, iframe, source") if tag.has_attr("src")]
    loaded += [link["href"] for link in page.select("link[rel~=stylesheet], link[rel~=preload]")]
    assert all(url.startswith(("/", "data:")) and not url.startswith("//") for url in loaded)


@each_address
def test_an_address_sets_no_cookie(client, db, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("name", ["home", "town", "support_list", "lever", "sitemap"])
def test_a_big_page_is_sent_compressed(client, db, name):
    address = (PAGES | MACHINE_PAGES)[name]
    whole = client.get(address)
    sent = client.get(address, headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in whole.headers
    assert sent.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(sent.content) == whole.content
    assert len(sent.content) < len(whole.content) / 2


# -- Errors --------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", NOWHERE)
def test_what_does_not_exist_answers_in_french_with_the_header(client, db, address):
    response = client.get(address)
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 404
    assert page.html["lang"] == "fr"
    assert page.h1.get_text(strip=True) == "Page non trouvée"
    assert page.select_one("header.fr-header nav a[href='/appuis/']")
    assert page.select_one("main form[action='/recherche/'] input[name=q]")
    assert page.find("meta", {"name": "robots"})["content"] == "noindex"
    assert "Content-Security-Policy" in response.headers
    assert not response.cookies


def test_the_error_page_needs_no_database(rf):
    """No `db` fixture here: a query would be refused."""
    response = server_error(rf.get("/"))
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 500
    assert page.html["lang"] == "fr"
    assert page.h1.get_text(strip=True) == "Le site ne peut pas répondre"
    assert not page.select("[style], style, script:not([src])")


def test_a_broken_page_shows_the_error_page(client, db):
    client.raise_request_exception = False
    with broken_database():
        response = client.get("/")
    assert response.status_code == 500
    assert "Le site ne peut pas répondre" in response.text
    assert "no such server" not in response.text
    assert "Content-Security-Policy" in response.headers


def test_an_unknown_host_is_refused_in_french(client, db):
    response = client.get("/", headers={"host": "ailleurs.example"})
    assert response.status_code == 400
    assert "Demande incomprise" in response.text


# -- Robots and site map -------------------------------------------------------------------------


def test_robots_are_told_where_the_site_map_is(client, db):
    response = client.get("/robots.txt")
    lines = response.text.splitlines()
    assert response.headers["Content-Type"].startswith("text/plain")
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /apercu/"} <= set(lines)
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def test_the_public_address_of_the_site_is_told_to_robots(client, db, settings):
    settings.SITE_URL = "https://portail.example"
    assert "Sitemap: https://portail.example/sitemap.xml" in client.get("/robots.txt").text


def locations(client, address):
    """Addresses given by a part of the site map, which must be well formed and complete."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(response.content)
    found = [tag.text for tag in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found, address
    assert all(url.startswith(f"{SITE}/") for url in found)
    return [url.removeprefix(SITE) for url in found]


def test_the_site_map_gives_each_public_address_once(client, db):
    parts = {part: locations(client, part) for part in locations(client, "/sitemap.xml")}
    assert max(len(urls) for urls in parts.values()) <= 10_000
    every = [url for urls in parts.values() for url in urls]
    assert len(set(every)) == len(every)
    towns = [url for part, urls in parts.items() if "communes" in part for url in urls]
    assert len(towns) == COMMUNES
    assert all(url.startswith("/communes/") for url in towns)
    assert {address.partition("?")[0] for address in PAGES.values()} <= set(every)


@pytest.mark.parametrize(
    "factory",
    [
        ActorFactory,
        SupportFactory,
        InitiativeFactory,
        LeverFactory,
        PublicationFactory,
        TermFactory,
        KeyFigureFactory,
    ],
)
def test_drafts_and_archives_are_not_in_the_site_map(client, db, factory):
    shown, draft, archived = factory(), factory(draft=True), factory(archived=True)
    section = shown.get_absolute_url().split("/")[1]
    listed = locations(client, f"/sitemap-{section}.xml")
    assert shown.get_absolute_url() in listed
    assert draft.get_absolute_url() not in listed
    assert archived.get_absolute_url() not in listed


# -- Health --------------------------------------------------------------------------------------


def test_a_healthy_site_says_so(client, db):
    assert client.get("/healthz").content == b"ok\n"
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {
        "database": True,
        "migrations": True,
        "territories": True,
        "index": True,
    }
    for response in (client.get("/healthz"), ready):
        assert "no-store" in response.headers["Cache-Control"]


def test_without_its_database_the_process_lives_but_is_not_ready(client, db):
    with broken_database():
        assert client.get("/healthz").status_code == 200
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": False}


def test_a_base_without_territories_is_not_ready(client, db, monkeypatch):
    monkeypatch.setattr(TerritoryQuerySet, "exists", lambda self: False)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["territories"] is False


def test_a_base_to_be_migrated_is_not_ready(client, db, monkeypatch):
    target = "portal.views.MigrationExecutor.migration_plan"
    monkeypatch.setattr(target, lambda self, leaves: ["library.0002"])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["migrations"] is False
