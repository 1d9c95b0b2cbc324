"""Cookies, sessions and headers of the back office, here and as in production."""

import json
import os
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from editorial import previews
from tests.factories import ActorFactory
from tests.portal.test_machine_pages import MACHINE_PAGES, PAGES
from tests.signing_in import make_user

LOGIN = "/admin/login/"
ASKED = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"] = {"BACKEND": plain}  # files are not gathered here
page = Client().get("/admin/login/", secure=True, headers={"host": "portail.example"})
names = [name for name in dir(settings) if "COOKIE" in name or name.startswith("SECURE_")]
print(json.dumps({
    "status": page.status_code,
    "headers": dict(page.headers),
    "cookies": [str(one.output(header="")) for one in page.cookies.values()],
    "plain": Client().get("/admin/login/", headers={"host": "portail.example"}).status_code,
    "settings": {name: getattr(settings, name) for name in names},
}, default=str))
"""


def sign_in_by_hand(client, user):
    return client.post(LOGIN, {"username": user.username, "password": "un bon mot de passe"})


def test_a_planted_session_key_is_never_that_of_someone_signed_in(db):
    publisher = make_user("Publication")
    device = TOTPDevice.objects.create(user=publisher, name="essai", confirmed=True)
    client, keys = Client(), []
    client.session.save()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    keys.append(session.session_key)
    sign_in_by_hand(client, publisher)
    keys.append(client.cookies["sessionid"].value)
    assert client.get("/admin/actors/actor/").status_code == 302
    code = str(TOTP(device.bin_key, device.step, device.t0, device.digits).token()).zfill(6)
    client.post("/admin/second-facteur/", {"code": code})
    keys.append(client.cookies["sessionid"].value)
    assert client.get("/admin/actors/actor/").status_code == 200
    assert len(set(keys)) == 3
    kept = set(Session.objects.values_list("session_key", flat=True))
    assert kept & set(keys) == {keys[2]}
    client.post("/admin/logout/")
    assert not Session.objects.filter(session_key__in=keys).exists()
    stolen = Client()
    stolen.cookies["sessionid"] = keys[2]
    assert stolen.get("/admin/actors/actor/").status_code == 302


def test_changing_a_password_ends_the_other_sessions(signed_in):
    user = make_user("Rédaction")
    here, elsewhere = signed_in(user), signed_in(user)
    new = dict.fromkeys(("new_password1", "new_password2"), "une phrase assez longue")
    here.post("/admin/password_change/", new | {"old_password": "un bon mot de passe"})
    assert User.objects.get(pk=user.pk).check_password("une phrase assez longue")
    assert here.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302


def test_who_is_not_signed_in_gets_the_same_headers(client, db):
    for address in (LOGIN, "/admin/", "/admin/actors/actor/", "/admin/nulle-part/"):
        answer = client.get(address)
        assert "no-store" in answer.headers["Cache-Control"]
        assert "noindex" in answer.headers["X-Robots-Tag"]


def test_public_pages_know_nobody_and_robots_stay_out_of_the_back_office(admin_client, db):
    for address in (*PAGES.values(), *MACHINE_PAGES.values()):
        answer = admin_client.get(address)
        assert "cookie" not in answer.headers.get("Vary", "").lower(), address
        assert not answer.cookies, address
    rules = admin_client.get("/robots.txt").text
    assert "Disallow: /admin/" in rules
    draft = ActorFactory(draft=True)
    shown = admin_client.get(previews.link(draft))
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in shown.headers["X-Robots-Tag"]
    assert "no-store" in shown.headers["Cache-Control"]


def test_no_script_reads_a_cookie_and_no_other_site_sends_one(db):
    client = Client()
    client.get(LOGIN)
    sign_in_by_hand(client, make_user("Rédaction"))
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["domain"]


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """The project as started with a secret of its own."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    own = {
        "SECRET_KEY": "un-secret-d-essai-" * 4,
        "ALLOWED_HOSTS": "portail.example",
        "DJANGO_SETTINGS_MODULE": "essportal.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('production') / 'base.sqlite3'}",
        "STATIC_ROOT": str(tmp_path_factory.mktemp("static")),
    }
    return kept | own


def test_cookies_and_transport_in_production(production):
    ran = subprocess.run(
        [sys.executable, "-c", ASKED], env=production, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(ran.stdout)
    settings = told["settings"]
    assert settings["SESSION_COOKIE_SECURE"] is settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_HTTPONLY"] is settings["CSRF_COOKIE_HTTPONLY"] is True
    assert settings["SESSION_COOKIE_SAMESITE"] == settings["CSRF_COOKIE_SAMESITE"] == "Lax"
    assert settings["SESSION_COOKIE_DOMAIN"] is settings["CSRF_COOKIE_DOMAIN"] is None
    assert told["plain"] == 301
    assert told["status"] == 200
    assert "max-age=31536000; includeSubDomains" in told["headers"]["Strict-Transport-Security"]
    assert told["headers"]["X-Frame-Options"] == "DENY"
    for cookie in told["cookies"]:
        assert cookie.strip().startswith("__Host-")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "HttpOnly" in cookie
        assert "Domain" not in cookie
    assert told["cookies"]


def test_the_sign_in_page_says_nothing_of_what_it_runs_on(client, db):
    page = client.get(LOGIN)
    assert "Server" not in page.headers
    text = BeautifulSoup(page.content, "html.parser").get_text(" ").lower()
    assert "django" not in text
