"""The screen of outgoing links: what staff read there, what they may do, who never sees it."""

import io

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Account, Partner
from backoffice import checking
from backoffice.links import collect
from backoffice.models import Link
from tests.backoffice.sites import QUICK, open_gate
from tests.factories import ActorFactory, LeverFactory

pytestmark = pytest.mark.django_db
State = Link.State
CHANGELIST = "/admin/backoffice/link/"


def actor(website, **kept):
    return ActorFactory(website=website, **kept)


def run():
    call_command("check_links", "--quiet", stdout=io.StringIO())


def staff(client, *codenames, partner=None):
    user = User.objects.create_user("agent", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    if partner:
        Account.objects.create(user=user, partner=partner)
    client.force_login(user)
    return user


def words(response):
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(page.get_text(" ").split())


def act(client, action, links):
    data = {"action": action, "_selected_action": [link.pk for link in links]}
    return words(client.post(CHANGELIST, data, follow=True))


def test_the_list_says_what_is_wrong_where_and_since_when(client, empty_base, web):
    entry = actor(web.url("/404"), title="La Ressourcerie")
    run()
    staff(client, "view_link")
    text = words(client.get(CHANGELIST))
    for said in (web.url("/404"), "Mort", "La Ressourcerie (site, acteur)", "404"):
        assert said in text
    page = words(client.get(f"{CHANGELIST}{Link.objects.get().pk}/change/"))
    assert "Dernières vérifications" in page or "dernières vérifications" in page.lower()
    assert "page introuvable (404)" in page
    assert f"/admin/actors/actor/{entry.pk}/change/" in client.get(CHANGELIST).content.decode()


def test_the_list_is_filtered_searched_and_costs_the_same(client, empty_base, web):
    first = actor(web.url("/404"))
    collect()
    staff(client, "view_link")
    client.get(CHANGELIST)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(CHANGELIST).status_code == 200
        return len(queries)

    one = cost()
    for n in range(5):
        actor(web.url(f"/ok/{n}"))
        LeverFactory(body=f"[a]({web.url('/404')})")
    run()
    assert cost() == one
    for query, expected in (
        ({"etat": "mort"}, 1), ({"etat": "bon"}, 5), ({"etat": "x"}, 6), ({"q": "404"}, 1),
        ({"host__isempty": "1"}, 0), ({"deplace": "oui"}, 0), ({"deplace": "x"}, 6),
        ({"q": "🏘️" + "a" * 5000}, 0),
    ):  # fmt: skip
        found = client.get(CHANGELIST, query).context["cl"].result_count
        assert found == expected, query
    text = words(client.get(CHANGELIST))
    assert first.title in text
    assert "et 3 de plus" in text  # one actor and five levers: three are shown
    assert client.get(CHANGELIST, {"q": "\x00"}).status_code == 200
    assert client.get(CHANGELIST, {"deplace": "\x00"}).status_code == 400


def test_staff_ask_again_for_a_few_links(client, empty_base, web, monkeypatch):
    monkeypatch.setattr("backoffice.admin.IN_A_REQUEST", QUICK)
    actor(web.url("/404"))
    collect()
    staff(client, "view_link", "change_link")
    assert "Liens vérifiés : 1 (mort : 1)." in act(client, "check_again", Link.objects.all())
    monkeypatch.setattr(checking, "PUBLIC", open_gate({"site.example": None}))
    assert "faute de réseau" in act(client, "check_again", Link.objects.all())
    assert Link.objects.get().state == State.DEAD
    many = [Link(url=f"https://{n}.example", digest=str(n)) for n in range(21)]
    Link.objects.bulk_create(many)
    assert "20 liens au plus" in act(client, "check_again", Link.objects.all())


def test_what_staff_saw_good_is_good_until_the_machine_sees_another_state(client, empty_base, web):
    actor(web.url("/403"))
    run()
    user = staff(client, "view_link", "change_link")
    assert "Notés comme bons : 1" in act(client, "note_as_good", Link.objects.all())
    assert "Bon (vu à la main)" in words(client.get(CHANGELIST))
    noted = Link.objects.get()
    assert (noted.judged_by, noted.shown_state, noted.state) == (user, "bon", "douteux")
    assert list(Link.objects.seen_as(["douteux"])) == []
    web.codes["/403"] = 500  # doubtful still
    run()
    assert Link.objects.get().judged_at
    web.codes["/403"] = 404
    run()
    assert Link.objects.get().shown_state == State.DEAD
    assert Link.objects.get().judged_by is None


def test_rows_are_never_typed_and_partners_never_see_them(client, empty_base, web):
    actor(web.url("/404"))
    run()
    row = Link.objects.get()
    pages = [CHANGELIST, f"{CHANGELIST}{row.pk}/change/"]
    staff(client, "view_link")
    assert [client.get(page).status_code for page in pages] == [200, 200]
    closed = [f"{CHANGELIST}add/", f"{CHANGELIST}{row.pk}/delete/", pages[1]]
    assert [client.post(page, {"post": "yes"}).status_code for page in closed] == [403, 403, 403]
    act(client, "note_as_good", [row])
    assert Link.objects.get().judged_at is None  # only a right to look
    User.objects.all().delete()
    partner = Partner.objects.create(slug="cress-x", name="CRESS")
    staff(client, "view_link", "change_link", "view_actor", partner=partner)
    assert [client.get(page).status_code for page in pages] == [403, 403]
    assert "Liens sortants" not in words(client.get(reverse("admin:index")))
