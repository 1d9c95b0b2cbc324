"""Accounts, as an administrator keeps them; what they may not do, by any door."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import journal
from accounts.models import Account, JournalLine, Partner
from accounts.roles import ROLES
from tests.signing_in import make_user

LIST = "/admin/auth/user/"
ADD = "/admin/auth/user/add/"
GOOD = "une phrase assez longue"


@pytest.fixture
def administrator(db):
    return make_user("Administration", username="dominique")


@pytest.fixture
def client(administrator, signed_in):
    return signed_in(administrator)


@pytest.fixture
def cress(db):
    return Partner.objects.create(slug="cress-bretagne", name="CRESS Bretagne")


@pytest.fixture
def superior(db):
    """Neither a superuser nor of any role above: one permission an administrator lacks."""
    user = make_user("Rédaction", username="superieur")
    user.user_permissions.add(Permission.objects.get(codename="delete_user"))
    return user


def page(user, name="change"):
    return reverse(f"admin:auth_user_{name}", args=(user.pk,))


def group(name):
    return Group.objects.get(name=name).pk


def form(user, **changes):
    """What the page of this user would send."""
    values = {
        "username": user.username,
        "first_name": "",
        "last_name": "",
        "email": user.email,
        "groups": [row.pk for row in user.groups.all()],
        "is_active": "on",
        "partner": "",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


def errors(response):
    return BeautifulSoup(response.content, "html.parser").select(".errorlist")


def acts():
    return list(JournalLine.objects.order_by("pk").values_list("act", flat=True))


def last_line():
    return JournalLine.objects.order_by("pk").last()


# -- Every day -----------------------------------------------------------------------------------


def test_an_account_is_created_and_its_owner_chooses_the_password(client):
    new = {"username": "sacha", "email": "sacha@essai.example", "groups": [group("Rédaction")]}
    made = client.post(ADD, new)
    sacha = User.objects.get(username="sacha")
    assert (sacha.is_staff, sacha.is_superuser) == (True, False)
    assert not sacha.has_usable_password()
    assert made.url == page(sacha, "link")
    shown = client.post(made.url)
    link = BeautifulSoup(shown.content, "html.parser").find("input", id="link")["value"]
    visitor = Client()
    assert "ne vaut plus" in visitor.get(f"{link[:-2]}/").text
    first = visitor.get(link, follow=True)
    address = first.redirect_chain[-1][0]
    weak = visitor.post(address, {"new_password1": "court", "new_password2": "court"})
    assert "12 caractères" in weak.text
    done = visitor.post(address, {"new_password1": GOOD, "new_password2": GOOD}, follow=True)
    assert "est enregistré" in done.text
    assert "ne vaut plus" in Client().get(link, follow=True).text
    values = {"username": "sacha", "password": GOOD}
    assert visitor.post("/admin/login/", values).status_code == 302
    assert acts() == ["connexion", "compte-cree", "lien", "mot-de-passe", "connexion"]


def test_a_link_is_dead_after_three_days_and_for_a_disabled_account(client, settings):
    reader = make_user("Rédaction")
    shown = client.post(page(reader, "link"))
    link = BeautifulSoup(shown.content, "html.parser").find("input", id="link")["value"]
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "ne vaut plus" in Client().get(link, follow=True).text
    settings.PASSWORD_RESET_TIMEOUT = 60
    assert "Vous seul" in Client().get(link, follow=True).text
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert "ne vaut plus" in Client().get(link, follow=True).text
    assert "désactivé" in client.post(page(reader, "link")).text


def test_an_account_is_changed_and_disabled_and_each_act_is_written_down(client):
    reader = make_user("Rédaction", username="lecteur")
    changed = form(reader, email="autre@essai.example", groups=[group("Publication")])
    assert client.post(page(reader), changed).status_code == 302
    assert client.post(page(reader), changed | {"is_active": ""}).status_code == 302
    reader.refresh_from_db()
    assert not reader.is_active
    assert acts()[1:] == ["droits", "identite", "compte-desactive"]
    assert JournalLine.objects.get(act="droits").detail == "lecteur : Publication"
    assert JournalLine.objects.get(act="droits").typed == "dominique"


def test_changing_the_address_cuts_the_tie_with_proconnect(client):
    reader = make_user("Rédaction")
    Account.objects.filter(user=reader).update(proconnect_sub="abc")
    client.post(page(reader), form(reader))
    assert Account.objects.get(user=reader).proconnect_sub == "abc"
    client.post(page(reader), form(reader, email="autre@essai.example"))
    assert Account.objects.get(user=reader).proconnect_sub is None


def test_nobody_is_deleted(client, admin_client):
    reader = make_user("Rédaction")
    for someone in (client, admin_client):
        assert someone.post(page(reader, "delete"), {"post": "yes"}).status_code == 403
        action = {"action": "delete_selected", "_selected_action": [reader.pk], "post": "yes"}
        someone.post(LIST, action)
    assert User.objects.filter(pk=reader.pk).exists()


def test_two_accounts_do_not_share_an_address(client):
    reader = make_user("Rédaction", email="Camille@essai.example")
    values = form(make_user("Rédaction"), email="camille@ESSAI.example")
    response = client.post(page(User.objects.latest("pk")), values)
    assert "a déjà cette adresse" in response.text
    assert client.post(page(reader), form(reader)).status_code == 302


@pytest.mark.parametrize(
    ("roles", "with_partner", "sentence"),
    [
        (["Partenaire"], True, None),
        (["Partenaire"], False, "a un partenaire"),
        (["Partenaire", "Rédaction"], True, "pas d’autre groupe"),
        (["Rédaction"], True, "va avec le groupe Partenaire"),
    ],
)
def test_a_partner_account_has_a_partner_and_nothing_else(
    client, cress, roles, with_partner, sentence
):
    values = {"username": "cress", "groups": [group(name) for name in roles]}
    response = client.post(ADD, values | {"partner": cress.pk if with_partner else ""})
    if sentence is None:
        assert Account.objects.get(user__username="cress").partner == cress
    else:
        assert sentence in response.text
        assert not User.objects.filter(username="cress").exists()


def test_a_lost_second_factor_is_reset_apart_and_written_down(client):
    publisher = make_user("Publication", username="edith")
    TOTPDevice.objects.create(user=publisher, name="Téléphone")
    assert client.get(page(publisher, "second_factor")).status_code == 200
    assert TOTPDevice.objects.filter(user=publisher).exists()
    client.post(page(publisher, "second_factor"))
    assert not TOTPDevice.objects.filter(user=publisher).exists()
    assert last_line().detail == "de edith"


# -- What is out of reach ------------------------------------------------------------------------


def test_an_administrator_neither_sees_nor_touches_who_can_do_more(client, superior, admin_user):
    disabled = User.objects.create_superuser("ancien", is_active=False)
    User.objects.filter(pk=superior.pk).update(is_active=False)
    listed = (
        BeautifulSoup(client.get(LIST).content, "html.parser").find(id="result_list").get_text()
    )
    assert "dominique" in listed
    for person in (superior, admin_user, disabled):
        assert person.username not in listed
        TOTPDevice.objects.get_or_create(user=person, name="Téléphone")
        before = User.objects.values().get(pk=person.pk)
        for name in ("change", "link", "second_factor", "history", "delete"):
            for answer in (client.get(page(person, name)), client.post(page(person, name), {})):
                assert answer.status_code == 403, name
        forged = form(person, groups=[], email="moi@essai.example", is_active=None)
        assert client.post(page(person), forged).status_code == 403
        assert client.post(f"{LIST}{person.pk}/password/", {}).status_code in (302, 404)
        assert User.objects.values().get(pk=person.pk) == before
        assert TOTPDevice.objects.filter(user=person).exists()
    assert "refus" in acts()


def test_forged_fields_give_no_right(client):
    reader = make_user("Rédaction")
    everything = [row.pk for row in Permission.objects.all()]
    forged = {"is_superuser": "on", "is_staff": "", "user_permissions": everything, "password": "x"}
    for values in (form(reader, **forged), {"username": "force", **forged}):
        client.post(page(reader) if "email" in values else ADD, values)
    for user in (reader, User.objects.get(username="force")):
        user.refresh_from_db()
        assert (user.is_superuser, user.is_staff) == (False, True)
        assert not user.user_permissions.exists()
    assert reader.check_password("un bon mot de passe")
    shown = client.get(page(reader)).text
    assert "is_superuser" not in shown
    assert "user_permissions" not in shown


def test_a_group_with_a_right_one_lacks_cannot_be_given(client):
    above = Group.objects.create(name="Au-dessus")
    above.permissions.add(Permission.objects.get(codename="delete_user"))
    reader = make_user("Rédaction")
    assert "Au-dessus" not in client.get(page(reader)).text
    assert errors(client.post(page(reader), form(reader, groups=[above.pk])))
    assert not reader.groups.filter(pk=above.pk).exists()


def test_nobody_changes_their_own_rights_nor_disables_themselves(
    client, administrator, admin_client, admin_user
):
    values = form(administrator, groups=[group("Publication")], is_active=None)
    assert client.post(page(administrator), values).status_code == 302
    administrator.refresh_from_db()
    assert administrator.is_active
    assert [row.name for row in administrator.groups.all()] == ["Administration"]
    admin_client.post(page(admin_user), form(admin_user, is_active=None))
    admin_user.refresh_from_db()
    assert (admin_user.is_active, admin_user.is_superuser) == (True, True)


def test_a_superuser_makes_another(admin_client):
    reader = make_user("Rédaction", username="promue")
    assert "is_superuser" in admin_client.get(page(reader)).text
    admin_client.post(page(reader), form(reader, is_superuser="on", is_staff="on"))
    reader.refresh_from_db()
    assert reader.is_superuser
    assert last_line().detail == "promue : Rédaction, superutilisateur"


@pytest.mark.parametrize("role", ["Rédaction", "Publication", "Partenaire"])
def test_other_roles_reach_no_account(signed_in, role):
    client = signed_in(make_user(role))
    reader = make_user("Rédaction")
    for address in (
        LIST, ADD, page(reader), page(reader, "link"), page(reader, "second_factor"),
        "/admin/auth/group/", "/admin/accounts/journalline/", "/admin/accounts/partner/",
    ):  # fmt: skip
        assert client.get(address).status_code == 403, address


def test_roles_and_the_journal_are_only_looked_at(client, admin_client):
    line = JournalLine.objects.first()
    role = Group.objects.get(name=ROLES[0])
    for someone in (client, admin_client):
        for address in (f"/admin/auth/group/{role.pk}/", f"/admin/accounts/journalline/{line.pk}/"):
            assert someone.get(f"{address}change/").status_code == 200
            assert someone.post(f"{address}change/", {"name": "x"}).status_code == 403
            assert someone.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert "publish" not in client.get(f"/admin/auth/group/{role.pk}/change/").text


@pytest.mark.parametrize("typed", ["\x00", "a " * 2500, "🏘️", "127.0.0.1"])
def test_nonsense_in_these_searches_breaks_nothing(client, typed):
    for address in (LIST, "/admin/auth/group/", "/admin/accounts/journalline/"):
        assert client.get(address, {"q": typed}).status_code in (200, 302)
    for wrong in ("x", "999999999999999999999999", "\x00"):
        assert client.get(f"{LIST}{wrong}/change/").status_code in (403, 404)


def test_the_journal_forgets_after_a_year(db):
    old = JournalLine.objects.create(act="connexion", at="2020-01-01T00:00Z")
    new = JournalLine.objects.create(act="connexion")
    assert journal.prune() == 1
    assert list(JournalLine.objects.filter(pk__in=(old.pk, new.pk))) == [new]


def test_the_journal_holds_what_was_typed_whatever_it_was(client, rf):
    line = journal.write(rf.get("/"), "echec", "x\x00" * 5000, typed="\x00" + "é" * 5000)
    line.refresh_from_db()
    assert len(line.typed) == 150
    assert re.fullmatch("x{500}", line.detail)
