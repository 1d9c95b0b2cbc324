"""Signing in with a password: limits on guessing, safe redirections, sessions that end."""

import time
from urllib.parse import urljoin, urlsplit

import pytest
from axes.models import AccessAttempt
from bs4 import BeautifulSoup
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from accounts import sessions
from accounts.models import JournalLine
from tests.signing_in import make_user, sign_in

LOGIN = "/admin/login/"
PASSWORD = "un bon mot de passe"
WRONG = "un autre"
TRICKS = (
    "//evil.example",
    "https:evil.example",
    "https://evil.example/",
    "\\\\evil.example",
    "/\\evil.example",
    "///evil.example",
    "%2F%2Fevil.example",
    "javascript:alert(1)",
    " //evil.example",
)
A_PLACE = "/admin/actors/actor/"


@pytest.fixture
def editor(db):
    return make_user("Rédaction", username="camille")


def attempt(client, username="camille", password=WRONG, **headers):
    return client.post(LOGIN, {"username": username, "password": password}, **headers)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def acts():
    return list(JournalLine.objects.order_by("pk").values_list("act", flat=True))


# -- Coming in -----------------------------------------------------------------------------------


def test_a_member_of_staff_signs_in_and_goes_where_they_were_going(client, editor):
    asked = client.get(A_PLACE)
    assert asked.status_code == 302
    page = client.get(asked.url)
    assert "Mot de passe" in page.text
    assert "ProConnect" not in page.text
    values = {"username": "camille", "password": PASSWORD, "next": A_PLACE}
    assert client.post(asked.url, values).url == A_PLACE
    assert client.get(A_PLACE).status_code == 200
    client.post("/admin/logout/")
    assert client.get(A_PLACE).status_code == 302
    assert acts() == ["connexion", "deconnexion"]
    assert JournalLine.objects.first().address == "127.0.0.1"


def test_the_key_of_the_session_changes_when_signing_in(client, editor):
    client.get("/admin/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    attempt(client, password=PASSWORD)
    assert is_signed_in(client)
    assert client.cookies["sessionid"].value != planted
    assert not is_signed_in_with(planted)


def is_signed_in_with(key):
    other = Client()
    other.cookies["sessionid"] = key
    return other.get(A_PLACE).status_code == 200


@pytest.mark.parametrize("trick", TRICKS)
def test_no_redirection_leaves_the_site(client, editor, admin_user, trick):
    values = {"username": "camille", "password": PASSWORD, "next": trick}
    assert stays_here(client.post(LOGIN, values))
    assert stays_here(client.post("/admin/logout/", {"next": trick}))
    verified = sign_in(client, admin_user)
    assert stays_here(verified.get("/admin/second-facteur/", {"next": trick}))


def stays_here(response):
    """Read as a browser does, for which a backslash is a slash."""
    address = response.headers.get("Location", "/").strip().replace("\\", "/")
    return urlsplit(urljoin("http://testserver/admin/login/", address)).netloc == "testserver"


def test_a_user_who_is_not_staff_is_refused_in_french(client, db):
    User.objects.create_user("visiteur", password=PASSWORD)
    response = attempt(client, username="visiteur", password=PASSWORD)
    assert response.status_code == 200
    assert "compte autorisé" in response.text
    assert not is_signed_in(client)


@pytest.mark.parametrize("typed", ["\x00", "a" * 5000, "🏘️", ""])
def test_nonsense_at_the_sign_in_page_breaks_nothing(client, db, typed):
    response = attempt(client, username=typed, password=typed or "x")
    assert response.status_code == 200
    assert BeautifulSoup(response.content, "html.parser").select(".errornote")


# -- Guessing ------------------------------------------------------------------------------------


def test_five_failures_lock_a_name_at_an_address_for_a_quarter_of_an_hour(client, editor):
    for _ in range(4):
        assert attempt(client).status_code == 200
    locked = attempt(client)
    assert locked.status_code == 429
    assert "bloquée pendant 15 minutes" in locked.text
    assert locked.headers["Retry-After"] == "900"
    assert attempt(client, password=PASSWORD).status_code == 429
    assert not is_signed_in(client)
    assert acts() == ["echec"] * 5 + ["verrouillage"]
    assert attempt(client, password=PASSWORD, REMOTE_ADDR="192.0.2.7").status_code == 302
    later = timezone.now() - timezone.timedelta(minutes=16)
    AccessAttempt.objects.update(attempt_time=later)
    assert attempt(client, password=PASSWORD).status_code == 302


def test_turned_away_attempts_do_not_lengthen_the_lock(client, editor):
    for _ in range(5):
        attempt(client)
    before = AccessAttempt.objects.get().attempt_time
    attempt(client)
    assert AccessAttempt.objects.get().attempt_time == before


def test_signing_in_clears_the_failures(client, editor):
    for _ in range(4):
        attempt(client)
    assert attempt(client, password=PASSWORD).status_code == 302
    for _ in range(4):
        assert attempt(client).status_code == 200


@pytest.mark.parametrize(("proxies", "expected"), [(0, 429), (1, 429)])
def test_a_forged_forwarding_header_does_not_avoid_the_lock(
    client, editor, settings, proxies, expected
):
    settings.TRUSTED_PROXIES = proxies
    for number in range(5):
        # With a proxy of ours, what the client typed comes first and the truth last.
        forged = f"203.0.113.{number}" + (", 198.51.100.9" if proxies else "")
        last = attempt(client, HTTP_X_FORWARDED_FOR=forged, REMOTE_ADDR="10.0.0.1")
    assert last.status_code == expected


def test_behind_a_trusted_proxy_two_addresses_are_two(client, editor, settings):
    settings.TRUSTED_PROXIES = 1
    for _ in range(5):
        attempt(client, HTTP_X_FORWARDED_FOR="198.51.100.9")
    right = attempt(client, password=PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.10")
    assert right.status_code == 302
    assert JournalLine.objects.first().address == "198.51.100.10"


def test_a_name_tried_from_everywhere_is_locked_too(client, editor, settings):
    settings.FAILURE_LIMIT_ALL_ADDRESSES = 10
    for number in range(10):
        last = attempt(client, REMOTE_ADDR=f"192.0.2.{number}")
    assert last.status_code == 429
    assert attempt(client, password=PASSWORD, REMOTE_ADDR="192.0.2.99").status_code == 429


# -- Passwords -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("court", "au minimum 12 caractères"),
        ("123456789012345", "entièrement numérique"),
        ("camille12345", "trop semblable"),
    ],
)
def test_a_weak_password_is_refused_in_french(signed_in, editor, password, reason):
    values = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    response = signed_in(editor).post("/admin/password_change/", values)
    assert response.status_code == 200
    assert reason in response.text
    editor.refresh_from_db()
    assert check_password(PASSWORD, editor.password)


# -- Sessions ------------------------------------------------------------------------------------


def age(client, **clocks):
    """Move the clocks of a session back, in minutes."""
    session = client.session
    for clock, minutes in clocks.items():
        session[clock] = time.time() - minutes * 60
    session.save()


@pytest.mark.parametrize(
    ("clocks", "sentence"),
    [
        ({"seen_at": 61}, "après 60 minutes sans activité"),
        ({"signed_in_at": 12 * 60 + 1, "seen_at": 0}, "au bout de 12 heures"),
    ],
)
def test_a_session_ends_with_a_sentence_and_comes_back_to_the_page(
    signed_in, editor, clocks, sentence
):
    client = signed_in(editor)
    age(client, **clocks)
    ended = client.get(A_PLACE)
    assert ended.url == f"{LOGIN}?next={A_PLACE}"
    assert sentence in client.get(ended.url).text
    assert not is_signed_in(client)
    assert acts()[-1] == "expiration"


def test_activity_keeps_a_session_and_is_written_once_a_minute(
    signed_in, editor, django_assert_num_queries
):
    client = signed_in(editor)
    age(client, seen_at=59)
    assert client.get(A_PLACE).status_code == 200
    seen = client.session[sessions.SEEN_AT]
    assert time.time() - seen < 60
    client.get(A_PLACE)
    assert client.session[sessions.SEEN_AT] == seen


def test_a_disabled_account_is_out_at_once(signed_in, editor):
    client = signed_in(editor)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert client.get(A_PLACE).status_code == 302


@pytest.mark.parametrize("address", ["/", "/acteurs/", "/mentions-legales/"])
def test_public_pages_read_no_session(client, signed_in, editor, address, monkeypatch):
    anonymous = client.get(address)
    assert not anonymous.cookies
    staff = signed_in(editor)
    age(staff, seen_at=61)
    for response in (anonymous, staff.get(address)):
        assert "Cookie" not in response.headers.get("Vary", "")
    assert is_signed_in(staff)  # not even looked at


def test_answers_of_the_admin_are_kept_by_no_cache(client, signed_in, editor):
    staff = signed_in(editor)
    pages = ("/admin/", "/admin/password_change/", "/admin/auth/user/", "/admin/nulle-part/")
    for response in [client.get(LOGIN), *map(staff.get, pages)]:
        assert "no-store" in response.headers["Cache-Control"], response.request["PATH_INFO"]


def test_a_refusal_in_the_admin_is_written_down(signed_in, editor):
    assert signed_in(editor).get("/admin/auth/user/").status_code == 403
    line = JournalLine.objects.first()
    assert (line.act, line.user, line.detail) == ("refus", editor, "GET /admin/auth/user/")
