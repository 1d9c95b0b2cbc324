"""Proposals, broken accounts, and roles that try to do more than they may."""

import pytest
from django.contrib.auth.models import User

from accounts.models import Account, Partner
from actors.models import Actor
from editorial import previews, proposals
from editorial.acts import act
from tests.backoffice.attempts import BRETAGNE, NORMANDIE, undone
from tests.backoffice.partners import (
    SECRET,
    new_values,
    outcome,
    shown_form,
    snapshot,
)
from tests.editorial.test_admin import address
from tests.signing_in import make_user

pytestmark = pytest.mark.on_postgresql

# -- Proposals -------------------------------------------------------------------------------------


def test_a_partner_proposes_and_cannot_accept(world, partner):
    url = address(Actor, "change", world.own_published.pk)
    values = shown_form(partner, world.own_published)
    partner.post(url, values | {"title": "Titre proposé", "status": "brouillon"})
    assert Actor.objects.get(pk=world.own_published.pk).title == "Fiche publiée à moi"
    waiting = proposals.open_for(world.own_published)
    assert waiting.state["title"] == "Titre proposé"
    page = address(Actor, "proposal", world.own_published.pk)
    assert partner.get(page).status_code == 200
    for how in ("_accept", "_refuse"):
        answer = partner.post(page, {how: 1, "version": waiting.version, "reason": "x"})
        assert answer.status_code == 403
    assert proposals.open_for(world.own_published) == waiting


@pytest.mark.parametrize("coverage", [[NORMANDIE], ["france"], []])
def test_a_partner_proposes_nothing_outside_the_territory(world, partner, coverage):
    url = address(Actor, "change", world.own_published.pk)
    values = shown_form(partner, world.own_published) | {"coverage": coverage}
    assert outcome(world, partner, "post", url, values) == []


def test_going_back_does_not_take_an_entry_out_of_the_territory(world, partner):
    for row in (world.own, world.own_published):
        row.coverage.set([NORMANDIE])
        with act(row, None, "déplacement"):
            row.coverage.set([BRETAGNE])
        first = row.history.order_by("version").first()
        url = address(Actor, "restore", row.pk, first.history_id)
        assert outcome(world, partner, "post", url, {"reason": "x"}) == []


def test_the_preview_of_another_is_read_by_its_link_only(world, partner):
    """A link is made for whoever was given it; making one for another's draft is refused."""
    assert partner.get(previews.link(world.draft)).status_code == 200
    made = partner.post(address(Actor, "preview", world.draft.pk))
    assert made.status_code == 302
    assert "apercu" not in made["Location"]
    assert partner.post(address(Actor, "preview", world.other.pk)).status_code == 403


# -- Broken accounts -------------------------------------------------------------------------------


def sees(client):
    answer = client.get(address(Actor, "export"), {"format": "json"})
    return b"".join(answer.streaming_content).decode() if answer.status_code == 200 else None


def broken_accounts(world):
    landless = Partner.objects.create(slug="cress-c", name="CRESS C")
    yield make_user("Partenaire", partner=landless)
    yield make_user("Partenaire")
    alone = make_user("Partenaire")
    Account.objects.filter(user=alone).delete()
    yield alone


def test_a_partner_account_without_territory_or_partner_owns_nothing(world, signed_in):
    Actor.objects.filter(pk=world.own.pk).update(partner=None)
    for user in broken_accounts(world):
        client = signed_in(user)
        text = sees(client)
        assert "Fiche des autres" in text
        assert SECRET not in text
        assert "Fiche à moi" not in text
        values = new_values(client)
        assert outcome(world, client, "post", address(Actor, "add"), values) == []
        opened = client.get(address(Actor, "change", world.own.pk))
        assert opened.status_code == 302


def test_a_disabled_partner_is_out_at_once(world, partner):
    assert partner.get("/admin/").status_code == 200
    User.objects.filter(pk=world.user.pk).update(is_active=False)
    for page in ("/admin/", address(Actor, "change", world.own.pk)):
        assert partner.get(page)["Location"].startswith("/admin/login/")


def test_a_partner_moved_to_another_territory_loses_the_former_at_once(world, partner):
    Partner.objects.filter(pk=world.own_partner.pk).update(territory_id=NORMANDIE)
    assert partner.get(address(Actor, "change", world.own.pk)).status_code == 302


def test_an_administrator_cannot_give_a_partner_a_second_role(world, signed_in):
    from django.contrib.auth.models import Group  # noqa: PLC0415

    keys = [Group.objects.get(name=name).pk for name in ("Partenaire", "Rédaction")]
    values = {"username": world.user.username, "email": world.user.email, "groups": keys,
              "partner": world.own_partner.pk, "is_active": "on"}  # fmt: skip
    client = signed_in(make_user("Administration"))
    answer = client.post(f"/admin/auth/user/{world.user.pk}/change/", values)
    assert "n’a pas d’autre groupe" in answer.text
    assert world.user.groups.count() == 1


# -- Nobody grants more than they have -------------------------------------------------------------


def test_an_editor_publishes_by_no_path(world, signed_in):
    client = signed_in(make_user("Rédaction"))
    draft = Actor.objects.get(pk=world.own.pk)
    proposal = {"_accept": 1, "version": world.proposal.version}
    bulk = {"action": "publication", "_selected_action": [draft.pk], "confirmed": "yes"}
    date = {"publish_at": "2030-01-01T10:00"}
    attacks = [
        ("adresse", address(Actor, "move", draft.pk, "publication"), {"reason": "x"}),
        ("en lot", address(Actor, "changelist"), bulk),
        ("tout", address(Actor, "changelist"), bulk | {"select_across": 1}),
        ("date", address(Actor, "timing", draft.pk), date),
        ("accepter", address(Actor, "proposal", world.other.pk), proposal),
        ("retirer", address(Actor, "move", world.other.pk, "retrait"), {"reason": "x"}),
        ("archiver", address(Actor, "move", world.other.pk, "archivage"), {"reason": "x"}),
        ("supprimer", address(Actor, "delete", draft.pk), {"post": "yes"}),
    ]
    before = snapshot(world)
    for name, url, data in attacks:
        assert client.post(url, data).status_code < 500, name
        assert snapshot(world) == before, name
    values = shown_form(client, world.others["publiée de l’ANCT"])
    row = world.others["publiée de l’ANCT"]
    typed = values | {"title": "Changé", "_save": "1", "status": "publie", "_publish": "1"}
    client.post(address(Actor, "change", row.pk), typed)
    assert Actor.objects.get(pk=row.pk).title == "Fiche de l’ANCT"
    assert proposals.open_for(row).state["title"] == "Changé"


def test_a_publisher_deletes_nothing_and_manages_nobody(world, signed_in):
    client = signed_in(world.publisher)
    archived = world.hidden["archivée d’un autre"]
    for url, data in (
        (address(Actor, "delete", archived.pk), {"post": "yes"}),
        (f"/admin/auth/user/{world.user.pk}/change/", {"username": "pris", "is_superuser": "on"}),
        ("/admin/auth/user/add/", {"username": "nouveau"}),
        (f"/admin/auth/user/{world.user.pk}/link/", {}),
        (f"/admin/auth/user/{world.user.pk}/lien/", {}),
        (f"/admin/accounts/partner/{world.own_partner.pk}/change/", {"name": "pris"}),
    ):
        with undone():
            before = snapshot(world)
            assert client.post(url, data).status_code in (302, 403, 404), url
            assert snapshot(world) == before, url
    assert not User.objects.filter(username__in=("pris", "nouveau")).exists()


def test_an_administrator_is_not_a_superuser(world, signed_in, admin_user):
    administrator = make_user("Administration")
    client = signed_in(administrator)
    assert client.get(f"/admin/auth/user/{admin_user.pk}/change/").status_code == 403
    values = {"username": administrator.username, "email": "", "is_superuser": "on",
              "is_staff": "on", "is_active": "on", "user_permissions": ["1"]}  # fmt: skip
    for user in (administrator, world.user):
        named = values | {"username": user.username}
        client.post(f"/admin/auth/user/{user.pk}/change/", named)
        assert not User.objects.get(pk=user.pk).is_superuser
        assert not user.user_permissions.exists()
