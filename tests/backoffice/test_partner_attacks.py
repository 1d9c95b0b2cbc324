"""A partner who guesses addresses and forges forms: nothing is told, nothing moves.

Rows of others hold a word nobody typed: no answer has it. Each line of a table is one attack; what
the base holds is compared before and after.
"""

import pytest
from django.contrib.contenttypes.models import ContentType

from actors.models import Actor, ActorLink
from backoffice import board
from editorial.models import FormerAddress
from editorial.moves import MOVES
from tests.backoffice.attempts import BRETAGNE, NORMANDIE, undone
from tests.backoffice.partners import (
    GUESSED,
    SECRET,
    failures,
    new_values,
    outcome,
    shown_form,
)
from tests.editorial.test_admin import address

pytestmark = pytest.mark.on_postgresql

# -- By address ------------------------------------------------------------------------------------


def doors(row, version=1):
    """Every address of a row, and how one knocks."""
    yield "get", "change", (), {}
    yield "post", "change", (), {"title": "Pris", "slug": "pris", "read_version": 1}
    yield "get", "history", (), {}
    yield "get", "restore", (version,), {}
    yield "post", "restore", (version,), {}
    yield "post", "preview", (), {}
    yield "get", "proposal", (), {}
    yield "post", "proposal", (), {"_accept": 1, "version": 1}
    yield "post", "timing", (), {"publish_at": "2030-01-01T10:00", "reason": "x"}
    yield "get", "delete", (), {}
    yield "post", "delete", (), {"post": "yes"}
    for name in MOVES:
        yield "get", "move", (name,), {}
        yield "post", "move", (name,), {"reason": "x"}


@pytest.fixture(autouse=True)
def bare_board(monkeypatch):
    """What is refused leads to the first page, whose board has tests of its own."""
    monkeypatch.setattr(board, "CARDS", [])


def by_address(world):
    version = world.draft.history.first().history_id
    for whose, row in (world.hidden | world.others).items():
        for method, page, arguments, data in doors(row, version):
            if whose in world.others and (method, page) == ("get", "change"):
                continue  # published: read in its own test
            url = address(type(row), page, row.pk, *arguments)
            yield f"{whose} : {method} {page} {arguments}", method, url, data


def by_trick(world):
    """Parameters Django reads, keys that are none, links to the site."""
    version = world.draft.history.first().history_id
    url = address(Actor, "change", world.draft.pk)
    for query in ("?_popup=1", "?_to_field=id", "?_to_field=slug", "?version=proposee",
                  "?_changelist_filters=q%3Dzorglub", "?_saveasnew=1"):  # fmt: skip
        yield query, "get", url + query
    restored = address(Actor, "restore", world.own.pk, version)
    yield "version d’une autre fiche", "post", restored, {"reason": "x"}
    kind = ContentType.objects.get_for_model(Actor).pk
    for whose, row in world.hidden.items():
        if isinstance(row, Actor):
            yield f"voir sur le site : {whose}", "get", f"/admin/r/{kind}/{row.pk}/"
    for bad in ("x/1", f"{kind}/x", "0/1", f"{kind}/%00", f"{kind}/{10**30}", f"{10**30}/1"):
        yield f"voir sur le site : {bad}", "get", f"/admin/r/{bad}/"


def by_key(world):
    """What no row has for a key."""
    for query in ("levers=x", "levers=1,%00", f"levers={10**30}", "coverage=%00", "seat=%00",
                  f"replaced_by={world.draft.pk}", "replaced_by=x", f"replaced_by={10**30}",
                  f"levers={world.lever.pk}", "partner=1&status=publie"):  # fmt: skip
        yield f"nouvelle, ?{query}", "get", f"{address(Actor, 'add')}?{query}"
    for bad in ("%00", str(10**30), "x", "_3A", "🙂", "1 OR 1=1"):
        yield f"clé {bad}", "get", f"/admin/actors/actor/{bad}/change/"
        yield f"territoire {bad}", "get", f"/admin/territories/territory/{bad}/change/"


def test_nothing_is_reached_by_a_guessed_address(world, partner):
    assert failures(world, partner, by_address(world)) == {}
    assert failures(world, partner, by_trick(world)) == {}
    assert failures(world, partner, by_key(world)) == {}


def by_bulk(world):
    keys = [row.pk for row in world.rows() if isinstance(row, Actor) and row.pk != world.own.pk]
    base = {"confirmed": "yes", "reason": "x"}
    for name in [*MOVES, "verification", "delete_selected", "inconnue", "__class__"]:
        data = base | {"action": name, "_selected_action": keys}
        yield f"en lot : {name}", "post", address(Actor, "changelist"), data
        unasked = {"action": name, "_selected_action": keys}
        yield f"en lot, demandé : {name}", "post", address(Actor, "changelist"), unasked
    across = base | {"action": "publication", "_selected_action": keys, "select_across": "1"}
    yield "tout sélectionner", "post", address(Actor, "changelist"), across
    bad = ["x", "\x00", "1 OR 1=1", str(10**30), "", "🙂"]
    forged = base | {"action": "relecture", "_selected_action": bad}
    yield "clés forgées", "post", address(Actor, "changelist"), forged
    edited = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": world.draft.pk,
              "form-0-status": "publie", "_save": "1"}  # fmt: skip
    yield "liste modifiable", "post", address(Actor, "changelist"), edited


def test_nothing_moves_in_bulk(world, partner):
    assert failures(world, partner, by_bulk(world)) == {}


def test_selecting_everything_asks_review_of_ones_own_only(world, partner):
    everything = {"action": "relecture", "_selected_action": [world.own.pk, world.draft.pk],
                  "select_across": "1", "confirmed": "yes"}  # fmt: skip
    partner.post(address(Actor, "changelist"), everything)
    moved = Actor.objects.filter(status="relecture").exclude(
        pk=world.hidden["relecture d’un autre"].pk
    )
    assert [row.pk for row in moved] == [world.own.pk]


# -- By field --------------------------------------------------------------------------------------


FORGED = {
    "status": "publie", "partner": "2", "partner_id": "2", "version": "77", "sourced": "on",
    "placed": "on", "published_on": "2020-01-01", "publish_at": "2030-01-01T10:00",
    "expire_at": "2030-01-01", "created_at": "2020-01-01", "updated_at": "2020-01-01",
    "history_user": "1", "history_type": "-", "history_change_reason": "x", "id": "1", "pk": "1",
    "_saveasnew": "1", "_publish": "1", "is_superuser": "on", "read_version": "77",
}  # fmt: skip
PROTECTED = (
    "status", "version", "sourced", "placed", "published_on", "publish_at", "expire_at",
    "created_at", "partner",
)  # fmt: skip


def test_forged_columns_change_nothing_of_where_an_entry_stands(world, partner):
    values = shown_form(partner, world.own)
    wrong = {}
    for name, value in FORGED.items():
        with undone():
            response = partner.post(
                address(Actor, "change", world.own.pk), values | {name: value, "phone": "02"}
            )
            row = Actor.objects.get(pk=world.own.pk)
            moved = [one for one in PROTECTED if getattr(row, one) != getattr(world.own, one)]
            if response.status_code >= 500 or set(moved) - {"version"} or row.version > 2:
                wrong[name] = (response.status_code, moved)
    assert wrong == {}


def test_a_new_entry_is_a_draft_of_the_partner_whatever_is_sent(world, partner):
    base = new_values(partner)
    huge = {f"read_version {value}": value for value in (10**30, -1, "x", "\x00", 9)}
    wrong = {}
    for name, value in FORGED.items() | huge.items():
        with undone():
            response = partner.post(address(Actor, "add"), base | {name.split()[0]: value})
            row = Actor.objects.filter(slug="nouvelle").first()
            if response.status_code >= 500:
                wrong[name] = response.status_code
            elif row and (row.status, row.partner, row.version, row.published_on, row.sourced) != (
                "brouillon", world.own_partner, 1, None, False
            ):  # fmt: skip
                wrong[name] = row.__dict__
    assert wrong == {}


NO_KEYS = ("x", "\x00", str(10**30), "-1", "1 OR 1=1", "🙂", "a" * 5000)


def forged_links(world, no_keys=NO_KEYS[:3]):
    """Fields that would lead, or take the entry, where the partner may not go."""
    draft, link = world.draft.pk, ActorLink.objects.get(subject=world.other).pk
    yield "lien vers un levier caché", {"levers": [world.lever.pk]}
    yield "publication cachée", {"publications": [world.publication.pk]}
    yield "remplacé par un brouillon", {"replaced_by": draft}
    yield "couverture ailleurs", {"coverage": [NORMANDIE]}
    yield "couverture à cheval", {"coverage": [BRETAGNE, NORMANDIE]}
    yield "couverture de France", {"coverage": ["france"]}
    yield "couverture vide", {"coverage": []}
    yield "adresse d’un brouillon", {"slug": world.draft.slug.replace(SECRET, GUESSED)}
    for name in ("levers", "publications", "replaced_by", "coverage", "sources", "seat", "themes"):
        yield from ((f"{name} = {bad[:12]!r}", {name: [bad]}) for bad in no_keys)
    rows = {"links_out-TOTAL_FORMS": 1, "links_out-INITIAL_FORMS": 0, "links_out-0-verb": "voit"}
    subject = {"links_out-0-subject": world.own.pk}
    yield "plusieurs clés", {"levers": NO_KEYS, "coverage": NO_KEYS, "sources": NO_KEYS}
    yield "ligne vers un brouillon", rows | subject | {"links_out-0-target": draft}
    other = {"links_out-0-subject": world.other.pk, "links_out-0-target": world.other.pk}
    yield "ligne d’une autre fiche", rows | other
    known = rows | {"links_out-INITIAL_FORMS": 1, "links_out-0-id": link}
    yield "ligne prise à une autre", known | subject | {"links_out-0-target": world.own.pk}
    yield "ligne effacée d’une autre", known | subject | {"links_out-0-DELETE": "on"}
    yield "mille lignes", rows | {"links_out-TOTAL_FORMS": 100_000}
    yield "compte de lignes faux", rows | {"links_out-TOTAL_FORMS": "x"}


def test_forged_links_of_an_entry_are_refused_and_name_nothing(world, partner):
    url, values = address(Actor, "change", world.own.pk), shown_form(partner, world.own)
    typed = [(name, "post", url, values | data) for name, data in forged_links(world)
             if "adresse" not in name]  # fmt: skip
    assert failures(world, partner, typed) == {}


def test_forged_links_of_a_new_entry_are_refused_and_name_nothing(world, partner):
    values = new_values(partner)
    refused = [
        (name, "post", address(Actor, "add"), values | data)
        for name, data in forged_links(world, NO_KEYS[1:2])
        if not name.startswith(("ligne", "adresse"))
    ]
    assert failures(world, partner, refused) == {}


def test_the_links_a_partner_cannot_see_stay_when_the_entry_is_saved(world, partner):
    values = shown_form(partner, world.own) | {"phone": "02 99 00 00 00"}
    assert partner.post(address(Actor, "change", world.own.pk), values).status_code == 302
    row = Actor.objects.get(pk=world.own.pk)
    assert row.phone == "02 99 00 00 00"
    assert list(row.levers.all()) == [world.lever]
    assert list(row.publications.all()) == [world.publication]
    assert row.links_out.get().target == world.draft


def test_a_taken_address_is_refused_without_saying_whose(world, partner):
    """That an address is taken cannot be hidden: it is the public one. What takes it can."""
    values = shown_form(partner, world.own)
    kind = ContentType.objects.get_for_model(Actor)
    FormerAddress.objects.create(content_type=kind, slug="ancienne", object_id=world.draft.pk)
    Actor.objects.filter(pk=world.draft.pk).update(slug="deja-prise")
    for slug in ("ancienne", "deja-prise"):
        url = address(Actor, "change", world.own.pk)
        assert outcome(world, partner, "post", url, values | {"slug": slug}) == []
