"""The field where texts are written: its help says true, its preview shows what the page will."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from editorial.markdown import render
from editorial.views import LARGEST_PREVIEW
from editorial.widgets import HELP
from tests.signing_in import sign_in

ADDRESS = "/admin/apercu/"
EXPECTED = {
    "Titre": "h2",
    "Sous-titre": "h3",
    "Paragraphe": "p + p",
    "Gras": "strong",
    "Italique": "em",
    "Liste": "ul > li + li",
    "Liste numérotée": "ol > li + li",
    "Lien": "a[href^=https]",
    "Citation": "blockquote",
}


def test_the_help_under_a_text_says_what_the_page_will_do():
    assert {name for name, _example in HELP} == set(EXPECTED)
    for name, example in HELP:
        html = BeautifulSoup(render(example), "html.parser")
        assert html.select_one(EXPECTED[name]), f"{name}: {html}"


def test_a_text_is_typed_with_its_help_and_its_preview(admin_client):
    form = admin_client.get("/admin/levers/lever/add/")
    page = BeautifulSoup(form.content, "html.parser")
    for name in ("body", "cautions"):
        field = page.select_one(f".markdown[data-preview='{ADDRESS}'] textarea[name={name}]")
        assert page.select_one(f"label[for={field['id']}]")
        assert "## Pour commencer" in field.parent.select_one("details").text
        assert field.parent.select_one("[role=region][aria-label]")
        assert field.parent.select_one(".markdown__preview").has_attr("hidden"), "without a script"
    assert page.select("script[src$='backoffice/markdown.js']")
    assert not page.select("[style], [onclick], script:not([src])")


def test_a_preview_shows_the_text_as_its_page_will(admin_client):
    typed = "## Été\n\n**gras** <script>alert(1)</script> [x](javascript:alert(1))\x00🏘️"
    response = admin_client.post(ADDRESS, {"text": typed})
    html = BeautifulSoup(response.json()["html"], "html.parser")
    assert html.h3.text == "Été"
    assert html.strong.text == "gras"
    assert not html.select("script, a[href]")
    assert admin_client.post(ADDRESS).json() == {"html": ""}


def test_a_preview_leaves_the_memory_of_public_pages_alone(admin_client):
    before = render.cache_info()
    admin_client.post(ADDRESS, {"text": "Un texte que personne n’a jamais écrit."})
    assert render.cache_info() == before


def test_too_long_a_text_is_not_previewed_and_says_so(admin_client):
    assert admin_client.post(ADDRESS, {"text": "a" * LARGEST_PREVIEW}).status_code == 200
    response = admin_client.post(ADDRESS, {"text": "é" * LARGEST_PREVIEW})
    assert response.status_code == 400
    assert "50 ko" in response.json()["error"]


@pytest.mark.parametrize("mark", ["[", "> ", "*a "])
def test_no_text_keeps_a_preview_busy(admin_client, mark):
    text = (mark * LARGEST_PREVIEW)[:LARGEST_PREVIEW]
    assert admin_client.post(ADDRESS, {"text": text}).status_code == 200


def test_only_staff_previews_from_a_page_of_ours(client, db, admin_user, django_user_model):
    assert client.post(ADDRESS, {"text": "a"}).status_code == 302
    client.force_login(django_user_model.objects.create_user("visiteur", password="x"))
    assert client.post(ADDRESS, {"text": "a"}).status_code == 302
    strict = sign_in(Client(enforce_csrf_checks=True), admin_user)
    assert strict.post(ADDRESS, {"text": "a"}).status_code == 403
    assert strict.get(ADDRESS).status_code == 405
