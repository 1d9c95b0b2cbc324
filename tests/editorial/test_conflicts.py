"""Two people on one entry: the second is told who changed what, and loses nothing."""

import threading
from functools import partial

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction

from actors.models import Actor
from editorial import proposals
from editorial.acts import Conflict, act
from editorial.models import Proposal
from editorial.states import state_of
from territories.models import Territory
from tests.editorial.people import (
    SAINT_LOUP,
    again,
    an_actor,
    do,
    editor,
    form_of,
    member,
    page_of,
    publisher,
    told,
    write,
)
from tests.editorial.test_admin import form_values, read
from tests.factories import ActorFactory, SourceFactory
from tests.search.processes import committed

alone = pytest.mark.django_db


def save_stale(client, entry, sent, **typed):
    """Send a form read some time ago; the page that comes back, and what it would send."""
    response = client.post(page_of(entry), sent | typed)
    assert response.status_code == 200
    page, text = read(response)
    return text, form_values(page, f"{entry._meta.model_name}_form")


@alone
def test_the_second_to_save_is_told_what_changed_and_keeps_what_was_typed():
    entry, one, two = an_actor(draft=True, title="Banc", phone="01"), editor(), editor()
    sent = form_of(two, entry)
    write(one, entry, phone="02", title="Banc un", themes=["1"], reason="Appelé")
    text, kept = save_stale(two, entry, sent, title="Banc deux", body="Tapé", email="pas un mél")
    name = one.user.get_full_name()
    assert f"{name} a enregistré cette fiche pendant que vous y travailliez" in text
    assert "modification, « Appelé »" in text
    assert "changé par vous aussi" in text
    assert (again(entry).title, again(entry).version) == ("Banc un", 2)
    assert (kept["title"], kept["body"], kept["email"]) == (["Banc deux"], ["Tapé"], ["pas un mél"])
    assert (kept["phone"], kept["themes"]) == (["02"], ["1"]), "what one did not touch is theirs"
    assert two.post(page_of(entry), kept | {"email": ""}).status_code == 302
    now = again(entry)
    assert (now.title, now.phone, now.body, now.version) == ("Banc deux", "02", "Tapé", 3)
    assert now.themes.get().pk == 1


@alone
def test_a_forged_or_missing_version_is_a_conflict_never_an_error():
    entry, one, two = an_actor(draft=True), editor(), editor()
    sent = form_of(two, entry)
    write(one, entry, title="Entre-temps")
    for forged in ("", "0", "-1", "abc", "9" * 40, "1.5", "\x00", "²", "🏘️", "1\n"):
        text, kept = save_stale(two, entry, sent, read_version=forged, title="Forcé")
        assert "pendant que vous y travailliez" in text, forged
        assert kept["read_version"] == ["2"]
    sent.pop("read_version")
    assert "pendant que vous y travailliez" in save_stale(two, entry, sent)[0]
    assert again(entry).title == "Entre-temps"


@alone
def test_a_row_of_links_that_someone_removed_can_be_kept_or_let_go():
    entry, target, one, two = an_actor(draft=True), ActorFactory(), editor(), editor()
    entry.links_out.create(verb="anime", target=target)
    sent = form_of(two, entry)
    write(one, entry, **{"links_out-0-DELETE": "on"})
    text, kept = save_stale(two, entry, sent, title="Deux")
    assert "pendant que vous y travailliez" in text
    assert two.post(page_of(entry), kept).status_code == 302
    assert again(entry).title == "Deux"


@alone
def test_two_who_write_the_same_proposed_version_are_told_too():
    entry, one, two = an_actor(), editor(), editor()
    first = form_of(two, entry)
    write(one, entry, title="De l’une")
    text, kept = save_stale(two, entry, first, title="De l’autre")
    assert "a écrit cette version proposée pendant que vous" in text
    assert "De l’une" in text
    assert kept["title"] == ["De l’autre"]
    assert two.post(page_of(entry), kept).status_code == 302
    assert proposals.open_for(entry).state["title"] == "De l’autre"
    for forged in ("", "abc", "1", "9" * 40, "\x00"):
        text, kept = save_stale(one, entry, form_of(one, entry), proposal_version=forged)
        assert "a écrit cette version proposée" in text
        assert kept["proposal_version"] == ["2"]


@alone
def test_an_entry_that_left_or_vanished_meanwhile_is_no_error():
    entry, boss, writer = an_actor(), publisher(), editor()
    sent = form_of(writer, entry)
    do(boss, entry, "retrait")
    assert "pendant que vous y travailliez" in save_stale(writer, entry, sent, title="Tard")[0]
    do(boss, entry, "archivage")
    assert writer.post(page_of(entry), sent).status_code == 403
    entry.delete()
    assert "n’existe pas" in told(writer.post(page_of(entry), sent), writer).replace("'", "’")


def fail_after(entry, **values):
    Actor.objects.filter(pk=entry.pk).update(**values)
    raise ZeroDivisionError


@alone
def test_an_act_that_fails_leaves_nothing():
    entry = an_actor()
    stale = again(entry)
    with act(entry, None, "essai"):
        entry.title = "Un"
        entry.save()
    with pytest.raises(Conflict), act(stale, None, "essai"):
        pytest.fail("the block must not run")
    with pytest.raises(ZeroDivisionError), act(again(entry), None, "essai"):
        fail_after(entry, title="Deux")
    assert (again(entry).title, again(entry).version, entry.history.count()) == ("Un", 2, 2)


# -- Two real connections ----------------------------------------------------------------------


@pytest.fixture
def shared(django_db_blocker, own_index, django_db_setup, settings):
    """An entry every connection sees, taken away at the end with all that it left."""
    with committed(django_db_blocker, settings.SEARCH_INDEX_DIR) as base:
        source = base.make(SourceFactory, slug="source-partagee")
        place = Territory.objects.get(pk=SAINT_LOUP)
        entry = base.make(ActorFactory, title="Partagée", sources=[source], coverage=[place])
        users = [member(drafts=False), member(drafts=False)]
        yield entry, users
        Proposal.objects.filter(object_id=entry.pk).delete()
        Actor.history.filter(id=entry.pk).delete()
        for user in users:
            LogEntry.objects.filter(user=user).delete()
            user.account.delete()
            user.delete()
        Actor.history.filter(id=entry.pk).delete()


def at_once(*tasks):
    """Run tasks together, each with a connection of its own; what each gave, or raised."""
    start, results = threading.Barrier(len(tasks), timeout=20), {}

    def run(number, task):
        try:
            start.wait()
            results[number] = task()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(40)
    return [results[number] for number in range(len(tasks))]


def test_of_two_at_the_same_instant_one_wins_and_the_other_knows(shared):
    entry, users = shared

    read = {user: again(entry) for user in users}

    def change(user):
        def task():
            mine = read[user]
            with act(mine, user, "essai"):
                mine.title = user.username
                mine.save()
            return user.username

        return task

    results = at_once(*[change(user) for user in users])
    assert sorted(map(type, results), key=str) == sorted([Conflict, str], key=str), results
    winner = next(one for one in results if isinstance(one, str))
    assert (again(entry).title, again(entry).version) == (winner, 2)
    assert entry.history.count() == 2, "what it was, then what it became"

    def propose(user):
        def task():
            state = state_of(entry) | {"title": f"Proposé {user.username}"}
            return proposals.keep(entry, state, user)

        return task

    results = at_once(*[propose(user) for user in users])
    assert sorted(map(type, results), key=str) == sorted([Conflict, Proposal], key=str), results

    waiting = proposals.open_for(entry)
    read |= {user: again(entry) for user in users}
    results = at_once(*[partial(proposals.accept, waiting, read[user], user) for user in users])
    assert [type(one) for one in results].count(type(None)) == 1, results
    assert any(isinstance(one, Conflict) for one in results)
    assert again(entry).version == 3


def test_a_rehearsal_is_seen_by_nobody_and_undone(shared):
    entry, users = shared
    state = state_of(entry) | {"title": "Répétée", "slug": "repetee"}
    proposal = proposals.keep(entry, state, users[0])
    inside = again(entry)
    with proposals.rehearsal(inside, proposal):
        assert Actor.objects.get(pk=entry.pk).slug == "repetee"
    with pytest.raises(ZeroDivisionError), proposals.rehearsal(again(entry), proposal):
        raise ZeroDivisionError
    assert not transaction.get_connection().in_atomic_block
    assert (again(entry).title, again(entry).slug) == ("Partagée", entry.slug)
