"""Signing in by ProConnect: who is recognised, who is turned away, and never a 500."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User

from accounts.models import Account, JournalLine
from tests.accounts.provider import CLIENT, OTHER_KEY, running
from tests.signing_in import make_user

START = "/admin/proconnect/"
BACK = "/admin/proconnect/retour/"
A_PLACE = "/admin/actors/actor/"


@pytest.fixture
def provider(settings, db):
    with running() as one:
        settings.PROCONNECT_CLIENT_ID = CLIENT
        settings.PROCONNECT_CLIENT_SECRET = "secret-partage"
        settings.PROCONNECT_DOMAIN = one.address
        yield one


@pytest.fixture
def editor(db):
    return make_user("Rédaction", username="camille", email="Camille@essai.example")


def leave(client, provider, **parameters):
    """Go to ProConnect; what was asked of it."""
    response = client.get(START, parameters)
    assert response.url.startswith(f"{provider.issuer}/authorize?")
    asked = dict(parse_qsl(urlsplit(response.url).query))
    provider.nonce, provider.challenge = asked["nonce"], asked.get("code_challenge", "")
    return asked


def come_back(client, provider, **parameters):
    asked = leave(client, provider, **parameters)
    return client.get(BACK, {"code": "un-code", "state": asked["state"]})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def assert_turned_away(client, response, reason):
    assert response.status_code == 403
    assert "ProConnect n’a pas permis de vous reconnaître" in response.text
    assert not is_signed_in(client)
    line = JournalLine.objects.latest("pk")
    assert line.act == "echec"
    assert reason in line.detail


def test_off_it_does_not_exist(client, db):
    for address in (START, BACK, "/admin/proconnect/fin/"):
        assert client.get(address).status_code == 404
    assert "ProConnect" not in client.get("/admin/login/").text


def test_an_agent_is_recognised_by_address_then_by_identifier(client, provider, editor):
    page = client.get("/admin/login/", {"next": A_PLACE})
    button = BeautifulSoup(page.content, "html.parser").find(
        "a", string="S’identifier avec ProConnect"
    )
    assert button["href"] == f"{START}?next={A_PLACE}"
    asked = leave(client, provider, next=A_PLACE)
    assert asked["scope"] == "openid given_name usual_name email uid siret"
    assert asked["response_type"] == "code"
    assert min(len(asked["state"]), len(asked["nonce"])) >= 32
    assert asked.keys() == {"response_type", "scope", "client_id", "redirect_uri", "state", "nonce"}
    before = client.session.session_key
    back = client.get(BACK, {"code": "un-code", "state": asked["state"]})
    assert back.url == A_PLACE
    assert client.get(A_PLACE).status_code == 200
    assert client.session.session_key != before
    assert Account.objects.get(user=editor).proconnect_sub == "sub-1"
    assert provider.asked[0]["redirect_uri"] == f"http://testserver{BACK}" == asked["redirect_uri"]
    User.objects.filter(pk=editor.pk).update(email="nouvelle@essai.example")
    provider.person["email"] = "encore@essai.example"
    client.logout()
    assert come_back(client, provider).status_code == 302
    assert JournalLine.objects.filter(act="proconnect").count() == 1
    assert User.objects.count() == 1


def test_signing_out_goes_on_at_proconnect_with_the_token(client, provider, editor):
    come_back(client, provider)
    token = client.session["proconnect_id_token"]
    left = client.post("/admin/logout/")
    assert not is_signed_in(client)
    page = BeautifulSoup(left.content, "html.parser")
    address = page.find("a")["href"]
    assert page.find("meta", {"http-equiv": "refresh"})["content"] == f"0; url={address}"
    assert address.startswith(f"{provider.issuer}/session/end?")
    asked = dict(parse_qsl(urlsplit(address).query))
    assert asked["id_token_hint"] == token
    assert asked["post_logout_redirect_uri"] == "http://testserver/admin/proconnect/fin/"
    assert "Vous êtes déconnecté" in client.get("/admin/proconnect/fin/", follow=True).text


def test_proconnect_does_not_replace_the_second_factor(client, provider, editor):
    editor.is_superuser = True
    editor.save()
    assert come_back(client, provider).status_code == 302
    assert client.get(A_PLACE).url.startswith("/admin/second-facteur/")


def test_pkce_is_used_when_told_to(client, provider, editor, settings):
    settings.PROCONNECT_PKCE = True
    assert come_back(client, provider).status_code == 302
    assert provider.proves(provider.asked[0])


@pytest.mark.parametrize("next_page", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_no_redirection_leaves_the_site(client, provider, editor, next_page):
    assert come_back(client, provider, next=next_page).url == "/admin/"


def test_a_state_this_browser_did_not_ask_for_is_refused(client, provider, editor):
    assert client.get(BACK, {"code": "un-code", "state": "x"}).status_code == 403
    assert not client.cookies
    asked = leave(client, provider)
    for state in ("x", "", asked["nonce"]):
        assert client.get(BACK, {"code": "un-code", "state": state}).status_code == 403
    assert client.get(BACK, {"error": "access_denied", "state": asked["state"]}).status_code == 403
    again = client.get(BACK, {"code": "un-code", "state": asked["state"]})
    assert again.status_code == 403
    assert not is_signed_in(client)
    assert not provider.asked


FORGED = {
    "another nonce": {"identity": {"nonce": "autre"}},
    "no nonce": {"identity": {"nonce": None}},
    "another audience": {"identity": {"aud": "autre"}},
    "another issuer": {"identity": {"iss": "https://evil.example"}},
    "over": {"identity": {"exp": 1}},
    "without end": {"identity": {"exp": None}},
    "about someone else": {"identity": {"sub": "sub-2"}},
    "userinfo for another audience": {"about": {"aud": "autre"}},
    "userinfo from another issuer": {"about": {"iss": "https://evil.example"}},
    "userinfo without audience": {"about": {"aud": None}},
    "userinfo unsigned": {"plain": True},
    "another key": {"signs_with": OTHER_KEY},
    "another algorithm": {"algorithm": "HS256"},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
@pytest.mark.filterwarnings("ignore::jwt.InsecureKeyLengthWarning")
def test_a_forged_answer_is_refused(client, provider, editor, forged):
    for name, value in forged.items():
        setattr(provider, name, value)
    assert_turned_away(client, come_back(client, provider), "réponse non valable")
    assert Account.objects.get(user=editor).proconnect_sub is None


STRANGERS = {
    "unknown": ({"email": "inconnu@essai.example"}, "aucun compte"),
    "without address": ({"email": None}, "aucune adresse"),
    "address not verified": ({"email_verified": False}, "aucune adresse"),
}


@pytest.mark.parametrize(("person", "reason"), STRANGERS.values(), ids=STRANGERS)
def test_a_stranger_is_turned_away_and_gets_no_account(client, provider, editor, person, reason):
    provider.person |= person
    assert_turned_away(client, come_back(client, provider), reason)
    assert User.objects.count() == 1


@pytest.mark.parametrize("changed", [{"is_active": False}, {"is_staff": False}])
@pytest.mark.parametrize("sub", [None, "sub-1"])
def test_a_disabled_account_stays_out(client, provider, editor, changed, sub):
    User.objects.filter(pk=editor.pk).update(**changed)
    Account.objects.filter(user=editor).update(proconnect_sub=sub)
    assert_turned_away(client, come_back(client, provider), "compte")


def test_two_accounts_with_one_address_are_told_apart_by_nobody(client, provider, editor):
    make_user("Rédaction", email="camille@ESSAI.example")
    assert_turned_away(client, come_back(client, provider), "plusieurs comptes")


def test_an_account_tied_to_someone_is_not_taken_over_by_its_address(client, provider, editor):
    Account.objects.filter(user=editor).update(proconnect_sub="sub-0")
    assert_turned_away(client, come_back(client, provider), "autre identité")


@pytest.mark.parametrize("broken", ["down", "gone"])
def test_without_proconnect_the_page_says_so(client, provider, editor, settings, broken):
    asked = leave(client, provider)
    if broken == "down":
        provider.down = True
    else:
        settings.PROCONNECT_DOMAIN = "http://127.0.0.1:1"
    response = client.get(BACK, {"code": "un-code", "state": asked["state"]})
    assert response.status_code == 503
    assert "ProConnect ne répond pas" in response.text
    assert not is_signed_in(client)


def test_the_domain_may_be_given_alone(client, provider, settings):
    settings.PROCONNECT_DOMAIN = "auth.essai.example"
    assert client.get(START).url.startswith("https://auth.essai.example/api/v2/authorize?")
