"""What a request may do to the back office: nothing by reading, nothing without a token."""

import json
import re
from itertools import product
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Partner
from actors.models import Actor
from editorial.models import Proposal
from tests.accounts.test_signing_in import TRICKS
from tests.backoffice.safety import admin_addresses, dangers, known_rows, snapshot
from tests.factories import ActorFactory
from tests.signing_in import make_user, sign_in

MANY = "2027-01-31T09:00"
BODY = {"confirmed": "1", "_save": "1", "reason": "forgé", "publish_at": MANY, "post": "yes"}
ROW = re.compile(r"/\d+/")
HERE = "https://testserver/admin/page/"
SECOND_FACTOR = re.compile("/admin/(second-facteur|proconnect|mot-de-passe)/")


@pytest.fixture
def rows(admin_client):
    return known_rows()


@pytest.fixture
def draft(db):
    return ActorFactory(draft=True, title="Un brouillon")


def change(entry, page="change"):
    name = f"{entry._meta.app_label}_{entry._meta.model_name}_{page}"
    return reverse(f"admin:{name}", args=(entry.pk,))


# -- A token -------------------------------------------------------------------------------------


def test_no_address_of_the_back_office_takes_a_form_from_elsewhere(admin_user, rows):
    forger = sign_in(Client(enforce_csrf_checks=True), admin_user)
    before, open_to_all = snapshot(), []
    for address in admin_addresses(rows):
        answer = forger.post(address, BODY)
        if answer.status_code != 403:
            open_to_all.append((address, answer.status_code))
    # Without ProConnect its pages do not exist, and answer so before anything else.
    assert [one for one in open_to_all if one[1] != 404] == []
    assert all(SECOND_FACTOR.match(address) for address, _status in open_to_all)
    assert snapshot() == before
    refused = forger.post("/admin/logout/")
    assert "Rien n’a été enregistré" in refused.text
    assert dangers(refused.content) == []
    assert forger.get("/admin/").status_code == 200


def test_a_token_of_someone_else_is_worth_nothing(admin_user, draft):
    forger, other = Client(enforce_csrf_checks=True), Client()
    sign_in(forger, admin_user)
    page = BeautifulSoup(other.get("/admin/login/").content, "html.parser")
    token = page.find("input", {"name": "csrfmiddlewaretoken"})["value"]
    sent = {**BODY, "csrfmiddlewaretoken": token}
    assert forger.post(change(draft, "preview"), sent).status_code == 403


# -- Reading changes nothing ---------------------------------------------------------------------


def test_every_page_is_private_obeys_its_policy_and_changes_nothing_when_read(admin_client, rows):
    before, wrong = snapshot(), []
    for address in admin_addresses(rows):
        acting = "?_save=1&confirmed=1&reason=x" if ROW.search(address) else ""
        answer = admin_client.get(f"{address}{acting}")
        assert answer.status_code in (200, 302, 403, 404, 405), address
        wrong += [(address, name) for name in missing_headers(answer.headers)]
        if "html" in answer.headers.get("Content-Type", ""):
            wrong += [(address, one) for one in dangers(answer.content)]
            wrong += [(address, "file")] if b'type="file"' in answer.content else []
    for address in admin_addresses({"actors_actor": Actor.objects.first()}):
        if "/actors/actor/" in address:
            assert admin_client.head(address).status_code < 500
    assert wrong == []
    assert snapshot() == before
    assert admin_client.get("/admin/").status_code == 200


def missing_headers(headers):
    """What an answer of the back office owes and does not give."""
    owed = {
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Content-Security-Policy": "script-src 'self'",
    }
    return [name for name, words in owed.items() if words not in headers.get(name, "")]


# -- Where one is sent ---------------------------------------------------------------------------

NAMES = ("next", "redirect_to", "url", "return_to")


def test_no_parameter_sends_out_of_the_site(admin_client, client, draft, admin_user):
    pages = [
        *(f"/admin/{page}" for page in ("login/", "second-facteur/", "second-facteur/activer/")),
        change(draft),
        change(draft, "timing"),
        reverse("admin:actors_actor_changelist"),
    ]
    for trick, page in product(TRICKS, pages):
        asked = dict.fromkeys((*NAMES, "_changelist_filters", "_to_field", "_popup"), trick)
        for someone in (admin_client, client):
            answer = someone.get(page, asked)
            assert stays(answer), (page, trick, answer.headers.get("Location"))
            answer = someone.post(page, {**asked, "publish_at": "jamais"})
            assert stays(answer), (page, trick, answer.headers.get("Location"))
    for trick in TRICKS:
        answer = sign_in(Client(), admin_user).post("/admin/logout/", {"next": trick})
        assert stays(answer), trick


def stays(answer):
    place = answer.headers.get("Location", "/").replace("\\", "/")  # as browsers read it
    went = urlsplit(urljoin(HERE, place))
    return (went.scheme in ("http", "https")) and went.netloc == "testserver" and clean(answer)


def clean(answer):
    return "html" not in answer.headers["Content-Type"] or dangers(answer.content) == []


def test_no_row_is_named_by_its_key_to_who_may_not_read_it(signed_in, draft):
    """Django's « view on site » leads from any row to its address."""
    cress = Partner.objects.create(slug="cress-essai", name="CRESS d’essai")
    partner = signed_in(make_user("Partenaire", partner=cress))
    kind = Proposal(entry=draft).content_type_id
    answer = partner.get(f"/admin/r/{kind}/{draft.pk}/")
    assert answer.status_code == 404
    assert draft.slug not in answer.text + answer.headers.get("Location", "")


def test_only_a_published_entry_has_a_link_to_the_site(admin_client, draft):
    def links(entry):
        page = BeautifulSoup(admin_client.get(change(entry)).content, "html.parser")
        return [link["href"] for link in page.select("a.viewsitelink")]

    shown = ActorFactory()
    assert links(shown) == [shown.get_absolute_url()]
    assert links(draft) == []


# -- The name of the site ------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1@evil.example"])
def test_another_host_is_refused_and_not_echoed(client, db, host):
    for address in ("/", "/admin/login/", "/admin/actors/actor/", "/nulle-part/"):
        answer = client.get(address, headers={"host": host})
        assert answer.status_code == 400
        assert "Demande incomprise" in answer.text
        assert host not in answer.text
        assert "Location" not in answer.headers


def test_a_forwarded_host_is_not_believed(admin_client, draft):
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for address in ("/", "/robots.txt", "/sitemap.xml", change(draft)):
        assert "evil.example" not in admin_client.get(address, headers=forged).text
    assert "evil.example" not in admin_client.post(change(draft, "preview"), headers=forged).text


def test_links_handed_over_bear_the_public_address_of_the_site(admin_client, draft, settings):
    settings.SITE_URL = "https://portail.example"
    page = admin_client.post(change(draft, "preview"))
    assert link_in(page).startswith("https://portail.example/apercu/")
    person = make_user("Rédaction")
    link = admin_client.post(reverse("admin:auth_user_link", args=(person.pk,)))
    assert link_in(link).startswith("https://portail.example/admin/mot-de-passe/")


def link_in(answer):
    return BeautifulSoup(answer.content, "html.parser").find("input", readonly=True)["value"]


# -- Files and sizes -----------------------------------------------------------------------------


def test_a_file_sent_is_kept_nowhere(admin_client, draft, settings, tmp_path):
    """No page has a field for files (see above); those sent all the same are dropped."""
    settings.MEDIA_ROOT = tmp_path / "media"
    names = ("file", "image", "title", "body", "publish_at")
    pages = [change(draft, page) for page in ("change", "timing", "preview", "proposal", "delete")]
    for address in (*pages, "/admin/apercu/", "/admin/login/", "/admin/actors/actor/add/"):
        files = {name: SimpleUploadedFile("a.php", b"<?php", "image/png") for name in names}
        assert admin_client.post(address, files).status_code in (200, 302, 403), address
    kept = Actor.objects.get(pk=draft.pk)
    assert (kept.title, kept.body, kept.version) == (draft.title, "", 1)
    assert not (tmp_path / "media").exists()


def test_what_is_too_big_is_refused_with_a_sentence(admin_client, draft):
    page = change(draft)
    bodies = [
        {"data": {"body": "é" * 2_000_000}},
        {"data": {f"champ{n}": "" for n in range(1100)}},
        {"data": b"--a\r\nnonsense", "content_type": "multipart/form-data; boundary="},
    ]
    for body in bodies:
        for address in (page, change(draft, "timing"), "/admin/login/", "/admin/apercu/"):
            answer = admin_client.post(address, **body)
            assert answer.status_code == 400, (address, str(body)[:60])
            assert "Demande incomprise" in answer.text
            assert "<h1>" in answer.text
    draft.refresh_from_db()
    assert (draft.version, draft.body) == (1, "")


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", ""])
def test_a_body_of_another_kind_is_no_form(admin_client, draft, kind):
    body = json.dumps({"title": "Forgé", "confirmed": "1"})
    for page in ("change", "timing", "preview"):
        answer = admin_client.post(change(draft, page), body, content_type=kind or "x")
        assert answer.status_code in (200, 302)
    assert not Actor.objects.filter(title="Forgé").exists()
