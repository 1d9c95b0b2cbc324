"""The first page of the back office: what there is to do, each number a link to its rows."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account, Partner
from actors.models import Actor, Support
from backoffice.counting import counts, in_words
from backoffice.models import Duplicate, Link, LinkPlace, Suggestion
from editorial import proposals
from editorial.models import Proposal
from editorial.states import state_of
from territories.models import Territory, ZoningList
from tests.factories import (
    ActorFactory,
    InitiativeFactory,
    SourceFactory,
    SupportFactory,
    TermFactory,
)

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def work(db, admin_user):
    """One thing at least of each sort that the board counts."""
    now = timezone.now()
    yesterday, tomorrow = now - datetime.timedelta(days=1), now + datetime.timedelta(days=1)
    waiting = ActorFactory(status="relecture", title="À relire")
    ActorFactory(status="relecture", publish_at=tomorrow)
    SupportFactory(status="relecture", publish_at=yesterday)
    TermFactory(expire_at=tomorrow)
    ActorFactory(verified_on=timezone.localdate() - datetime.timedelta(days=500))
    ActorFactory(verified_on=timezone.localdate() - datetime.timedelta(days=1000))
    InitiativeFactory(draft=True, placed=False, summary="Court.")
    keep_proposal(TermFactory(sources=[SourceFactory()]), admin_user)
    link_to(waiting, Link.State.DEAD)
    link_to(waiting, Link.State.DOUBTFUL)
    pair(waiting, ActorFactory())
    Suggestion.objects.create(kind="erreur", text="Le téléphone a changé.")
    Suggestion.objects.create(kind="erreur", text="Fait.", status="traitee")
    ZoningList.objects.create(
        key="pvd", title="PVD", imported_at=now - datetime.timedelta(days=400), rows=1
    )


def keep_proposal(entry, user):
    return proposals.keep(entry, state_of(entry) | {"body": "Mieux"}, user)


def link_to(entry, state):
    url = f"https://{state.value}.example/"
    link = Link.objects.create(
        url=url,
        digest=state.value,
        host="x.example",
        state=state,
        since=timezone.now(),
        checked_at=timezone.now(),
    )
    LinkPlace.objects.create(
        link=link,
        holder=entry._meta.label,
        object_id=entry.pk,
        field="website",
        title=entry.title,
        read_at=timezone.now() + datetime.timedelta(seconds=1),
    )


def pair(first, second):
    kind = ContentType.objects.get_for_model(type(first))
    return Duplicate.objects.create(
        content_type=kind, first_id=first.pk, second_id=second.pk, title="Deux", score=95
    )


def board_of(client):
    response = client.get(reverse("admin:index"))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def card(page, title):
    """Words of one card, None when it is not there."""
    for found in page.select(".board__card"):
        if found.h3.get_text(strip=True).startswith(title):
            return " ".join(found.get_text(" ").split())
    return None


def numbers(page):
    """{address: number shown} of every count of the board."""
    return {
        link["href"]: int(link.strong.get_text().replace(" ", "").replace("+", ""))
        for link in page.select(".board__lines a")
    }


def test_every_number_is_that_of_the_list_it_opens(admin_client, work):
    page = board_of(admin_client)
    shown = numbers(page)
    for query in (
        "status__exact=relecture", "proposition=attente", "programmation=parution",
        "programmation=passee", "programmation=expiration", "verification=jamais",
        "verification=depassee-plus-un-an", "verification=depassee-moins-un-an",
        "completude=incomplete", "liens=morts", "liens=douteux", "territoire=aucun",
        "decision__exact=attente", "status__exact=attente", "fraicheur=ancienne",
    ):  # fmt: skip
        assert any(query in address for address in shown), query
    for address, number in shown.items():
        assert number > 0
        assert admin_client.get(address).context["cl"].result_count == number, address
    assert "la tâche planifiée ne tourne pas" in card(page, "Programmées")
    assert "Écrivez un résumé" in card(page, "Incomplètes")
    assert "Action cœur de ville : jamais chargée" in card(page, "Listes officielles")
    assert page.h1.get_text(strip=True) == "Rédaction du portail"


def test_nothing_to_do_is_said(admin_client):
    Actor.objects.filter(status="relecture").delete()
    page = board_of(admin_client)
    assert "Rien à relire." in card(page, "À relire")
    assert "Aucun doublon probable." in card(page, "Doublons")


def test_a_person_sees_only_what_they_may(client, work, django_user_model):
    nobody = django_user_model.objects.create_user("nouveau", is_staff=True)
    client.force_login(nobody)
    assert numbers(board_of(client)) == {}
    assert card(board_of(client), "Suggestions") is None
    bretagne = Territory.objects.get(code="region-53")
    partner = Partner.objects.create(slug="cress", name="CRESS Bretagne", territory=bretagne)
    Account.objects.create(user=nobody, partner=partner)
    nobody.user_permissions.set(
        Permission.objects.filter(
            codename__in=["view_actor", "change_actor", "view_support", "view_duplicate"]
        )
    )
    place = [Territory.objects.get(code="departement-29")]
    ActorFactory(title="La nôtre", partner=partner, coverage=place)
    ActorFactory(status="relecture", partner=partner, coverage=place)
    shown = numbers(board_of(client))
    assert shown["/admin/actors/actor/?status__exact=relecture"] == 1
    assert shown["/admin/actors/actor/?verification=jamais&status__exact=publie"] == 1
    assert not any("support" in address for address in shown), "none of theirs"
    for address, number in shown.items():
        assert client.get(address).context["cl"].result_count == number, address


def test_the_board_costs_the_same_whatever_there_is_to_do(admin_client, admin_user, work):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            board_of(admin_client)
        return len(captured)

    queries()
    one = queries()
    for _ in range(10):
        entry = ActorFactory(status="relecture", summary="")
        pair(entry, ActorFactory(draft=True))
        keep_proposal(SupportFactory(sources=[SourceFactory()]), admin_user)
        InitiativeFactory(draft=True, placed=False)
        Suggestion.objects.create(kind="acteur", text="Il manque une ressourcerie.")
    assert queries() == one <= 40


def test_counting_stops_and_says_so(db, monkeypatch):
    monkeypatch.setattr("backoffice.counting.MOST", 3)
    assert counts([Territory.objects.all(), Territory.objects.none()]) == [4, 0]
    monkeypatch.undo()
    assert in_words(10_001).endswith("+")
    assert in_words(9_999) == "9 999"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("jamais", {"never"}),
        ("depassee", {"late", "very late"}),
        ("depassee-moins-un-an", {"late"}),
        ("depassee-plus-un-an", {"very late"}),
    ],
)
def test_verification_filters_keep_what_the_page_says(admin_client, value, kept):
    today = timezone.localdate()
    ages = {"never": None, "fresh": 365, "late": 366, "very late": 365 + 366}
    for name, days in ages.items():
        entry = ActorFactory(title=f"Banc {name}")
        entry.verified_on = days and today - datetime.timedelta(days=days)
        entry.save()
        assert entry.is_verified == (name == "fresh")
    Actor.objects.filter(title="Banc fresh").update(verify_every=12)
    url = reverse("admin:actors_actor_changelist")
    found = admin_client.get(url, {"q": "Banc", "verification": value}).context["cl"].result_list
    assert {entry.title.removeprefix("Banc ") for entry in found} == kept


def test_a_support_takes_the_place_of_those_who_carry_it(admin_client):
    alone, carried = SupportFactory(title="Banc seul"), SupportFactory(title="Banc porté")
    carried.roles.create(actor=ActorFactory(), verb="porte", operates=True)
    InitiativeFactory(title="Banc dit", place_note="Quelque part en Bretagne")
    url = reverse("admin:actors_support_changelist")
    found = admin_client.get(url, {"q": "Banc", "territoire": "aucun"}).context["cl"].result_list
    assert list(found) == [alone]
    assert Proposal.objects.count() == 0
    assert Support.objects.filter(pk=carried.pk).exists()
