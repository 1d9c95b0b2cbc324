"""The second factor: asked of whoever publishes or manages accounts, and of nobody else."""

import re
from base64 import b32decode

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import JournalLine
from tests.signing_in import make_user, sign_in

ASK = "/admin/second-facteur/"
ENROL = "/admin/second-facteur/activer/"
A_PLACE = "/admin/actors/actor/"


@pytest.fixture
def publisher(db):
    return make_user("Publication")


@pytest.fixture
def client(publisher):
    """Signed in as a publisher, by password only."""
    return sign_in(Client(), publisher, verified=False)


@pytest.fixture
def device(publisher):
    return TOTPDevice.objects.create(user=publisher, name="Téléphone")


def code(key, **options):
    return f"{totp(bytes.fromhex(key), **options):06d}"


def shown_key(page):
    return b32decode(page.find("code").get_text().replace(" ", "")).hex()


def read(response):
    return BeautifulSoup(response.content, "html.parser")


def acts():
    return set(JournalLine.objects.values_list("act", flat=True))


@pytest.mark.parametrize(
    ("role", "asked"),
    [("Rédaction", False), ("Partenaire", False), ("Publication", True), ("Administration", True)],
)
def test_it_is_asked_of_who_publishes_or_manages_accounts(db, role, asked):
    client = sign_in(Client(), make_user(role), verified=False)
    response = client.get("/admin/")
    assert response.status_code == (302 if asked else 200)
    assert client.get(ASK).url == (f"{ENROL}?next=/admin/" if asked else "/admin/")


def test_without_it_no_page_of_the_admin_opens_even_by_its_address(client, device):
    for address in (A_PLACE, "/admin/jsi18n/", "/admin/autocomplete/", "/admin/password_change/"):
        assert client.get(address).url.startswith(f"{ASK}?next={address}")
    assert client.get("/admin/login/", {"next": A_PLACE}).url == f"{ASK}?next={A_PLACE}"
    assert client.post(A_PLACE, {"action": "x"}).url.startswith(ASK)


def test_a_first_device_is_enrolled_and_the_page_is_reached(client, publisher):
    asked = client.get(A_PLACE, follow=True)
    assert asked.redirect_chain[-1][0] == f"{ENROL}?next={A_PLACE}"
    page = read(asked)
    assert page.find("img", src=re.compile(r"^data:image/svg"))
    key = shown_key(page)
    field = page.find("input", {"name": "code"})
    assert (field["autocomplete"], field["inputmode"]) == ("one-time-code", "numeric")
    assert page.find("label", {"for": field["id"]}).get_text().startswith("Code à six chiffres")
    wrong = client.post(ENROL, {"code": "000000", "next": A_PLACE})
    assert "pas celui de cette clé" in wrong.text
    assert not TOTPDevice.objects.exists()
    before = client.session.session_key
    done = client.post(ENROL, {"code": f" {code(key)[:3]} {code(key)[3:]}", "next": A_PLACE})
    codes = [tag.get_text() for tag in read(done).select("li code")]
    assert len(set(codes)) == 10
    assert set(codes) == set(StaticToken.objects.values_list("token", flat=True))
    assert read(done).find("a", href=A_PLACE)
    assert client.session.session_key != before
    assert client.get(A_PLACE).status_code == 200
    assert "appareil" in acts()
    replayed = client.post(ENROL, {"code": code(key)})
    assert not read(replayed).select("li code")


def test_the_right_code_opens_the_page_under_a_new_session_key(client, device):
    before = client.session.session_key
    response = client.post(ASK, {"code": code(device.key), "next": A_PLACE})
    assert response.url == A_PLACE
    assert client.get(A_PLACE).status_code == 200
    assert client.session.session_key != before
    former = Client()
    former.cookies["sessionid"] = before
    assert former.get(A_PLACE).url.startswith("/admin/login/")
    assert "second-facteur" in acts()


def test_a_code_is_worth_one_sign_in(client, device, publisher):
    used = code(device.key)
    client.post(ASK, {"code": used})
    other = sign_in(Client(), publisher, verified=False)
    assert other.post(ASK, {"code": used}).status_code == 200
    assert other.get(A_PLACE).status_code == 302


def test_wrong_codes_make_one_wait_even_with_the_right_one(client, device):
    assert "pas valable" in client.post(ASK, {"code": "000000"}).text
    for _ in range(3):
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        client.post(ASK, {"code": "000000"})
    response = client.post(ASK, {"code": code(device.key)})
    assert "Trop d’essais. Réessayez dans" in response.text
    assert client.get(A_PLACE).status_code == 302
    assert "second-facteur-rate" in acts()


def test_a_recovery_code_opens_once(client, device, publisher):
    keep = StaticToken.objects.create(
        device=publisher.staticdevice_set.create(name="Codes"), token="abcdefg2"
    )
    page = client.get(ASK, {"secours": 1, "next": A_PLACE})
    assert "Code de secours" in page.text
    used = {"code": "ABCD-EFG2", "next": A_PLACE}
    assert client.post(f"{ASK}?secours=1", used).url == A_PLACE
    assert client.get(A_PLACE).status_code == 200
    other = sign_in(Client(), publisher, verified=False)
    assert other.post(f"{ASK}?secours=1", used).status_code == 200
    assert not StaticToken.objects.filter(pk=keep.pk).exists()


def test_a_device_is_replaced_only_once_verified(client, device, publisher):
    assert client.get(ENROL).url.startswith(ASK)
    assert client.post(ENROL, {"code": "000000"}).url.startswith(ASK)
    assert client.post("/admin/second-facteur/codes/").url.startswith(ASK)
    assert client.get("/admin/second-facteur/gerer/").url.startswith(ASK)
    client.post(ASK, {"code": code(device.key)})
    elsewhere = sign_in(Client(), publisher)
    assert elsewhere.get(A_PLACE).status_code == 200
    assert "Second facteur" in client.get("/admin/").text
    assert "Changer de téléphone" in client.get("/admin/second-facteur/gerer/").text
    key = shown_key(read(client.get(ENROL)))
    assert key != device.key
    client.post(ENROL, {"code": code(key)})
    assert TOTPDevice.objects.get().key == key
    assert client.get(A_PLACE).status_code == 200
    assert elsewhere.get(A_PLACE).status_code == 302
    assert len(read(client.post("/admin/second-facteur/codes/")).select("li code")) == 10
    assert StaticToken.objects.count() == 10


def test_someone_elses_code_is_worth_nothing(client, device, admin_user):
    other = TOTPDevice.objects.create(user=admin_user, name="Autre")
    client.post(ASK, {"code": code(other.key), "otp_device": other.persistent_id})
    assert client.get(A_PLACE).status_code == 302


def test_one_may_leave_before_the_second_factor(client, device):
    assert "Déconnexion" in client.get(ASK).text
    assert client.post("/admin/logout/").status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("typed", ["", "\x00", "a" * 5000, "🏘️", "١٢٣٤٥٦", "12345", "-1"])
def test_nonsense_as_a_code_breaks_nothing(client, device, typed):
    for address in (ASK, f"{ASK}?secours=1"):
        response = client.post(address, {"code": typed})
        assert response.status_code == 200
        assert read(response).select(".errorlist")


def test_these_pages_ask_to_sign_in_first(db):
    for address in (ASK, ENROL, "/admin/second-facteur/gerer/"):
        assert Client().get(address).url.startswith("/admin/login/")
    assert Client().get("/admin/second-facteur/codes/").status_code == 405


def test_the_secrets_of_devices_are_on_no_screen(admin_client):
    for address in ("otp_totp/totpdevice/", "otp_static/staticdevice/", "axes/accessattempt/"):
        assert admin_client.get(f"/admin/{address}").status_code == 404


def test_a_clock_half_a_minute_late_is_accepted(client, device):
    late = code(device.key, t0=30)
    assert client.post(ASK, {"code": late}).status_code == 302
