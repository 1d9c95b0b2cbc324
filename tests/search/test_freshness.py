"""A list says what the content says, from the next request on: here and in other processes."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.test import Client

from actors.models import Actor, SupportRole
from editorial.models import Theme
from initiatives.models import Participation
from levers.models import Tool
from search import freshness, index
from search.checking import differences
from territories.models import TerritoryType, Zoning, ZoningList
from tests.factories import (
    ActorFactory,
    InitiativeFactory,
    LeverFactory,
    PublicationFactory,
    SupportFactory,
    TermFactory,
)
from tests.search.directories import place, sentence, theme, titles
from tests.search.processes import committed

WORD = "zigzagotte"
CONTRACT = 2.0  # seconds from « publish » to another process


@pytest.fixture
def found(get):
    """Titles of what the whole portal answers; the word of these tests unless told otherwise."""

    def read(**asked):
        page = get("/recherche/", **({"q": WORD} | asked)).page
        return [] if sentence(page).startswith("Aucun") else titles(page)

    return read


@pytest.fixture
def base(django_db_setup, django_db_blocker, settings):
    with committed(django_db_blocker, settings.SEARCH_INDEX_DIR) as shared:
        yield shared


def test_what_is_published_is_found_and_what_is_withdrawn_is_not(found):
    actor = ActorFactory(title=f"Atelier {WORD}", draft=True)
    assert found() == []
    actor.status, actor.published_on = "publie", "2026-11-01"
    actor.save()
    assert found() == [actor.title]
    for status in ("relecture", "archive", "brouillon"):
        actor.status = "publie"
        actor.save()
        assert found() == [actor.title]
        actor.status = status
        actor.save()
        assert found() == []


def test_an_entry_edited_is_found_by_its_new_words_only(found):
    actor = ActorFactory(title="Atelier", summary=f"Un {WORD} pour tous.")
    assert found() == ["Atelier"]
    actor.summary = "Une tartinouille pour tous."
    actor.save()
    assert found() == []
    assert found(q="tartinouille") == ["Atelier"]


def test_an_entry_deleted_is_found_no_more(found):
    one, _ = ActorFactory(title=f"{WORD} un"), ActorFactory(title=f"{WORD} deux")
    assert len(found()) == 2
    one.delete()
    assert found() == [f"{WORD} deux"]
    Actor.objects.filter(title=f"{WORD} deux").delete()
    assert found() == []


@pytest.mark.parametrize("side", ["entry", "theme"])
def test_a_theme_put_on_and_taken_off_an_entry_is_followed(found, side):
    actor, health = ActorFactory(title=WORD), theme("sante")
    links, other = (actor.themes, health) if side == "entry" else (health.actors, actor)
    kept = list(links.all())

    def listed():
        return found(theme="sante") == [WORD]

    assert not listed()
    links.add(other)
    assert listed()
    links.remove(other)
    assert not listed()
    links.set([*kept, other])
    assert listed()
    links.set(kept)
    assert not listed()
    links.add(other)
    links.clear()
    assert not listed()
    assert side == "theme" or differences() == []


def test_keywords_are_followed(found):
    actor = ActorFactory(title="Atelier")
    actor.keywords.add(WORD, "autre")
    assert found() == ["Atelier"]
    actor.keywords.remove(WORD)
    assert found() == []
    actor.keywords.set([WORD])
    assert found() == ["Atelier"]
    actor.keywords.clear()
    assert found() == []
    actor.keywords.set([WORD])
    keyword = actor.keywords.get()
    keyword.name = "tartinouille"
    keyword.save()
    assert (found(), found(q="tartinouille")) == ([], ["Atelier"])
    keyword.delete()
    assert found(q="tartinouille") == []


def test_a_theme_renamed_is_found_by_its_new_name_and_address(found):
    ActorFactory(title="Atelier", themes=[theme("sante")])
    Theme.objects.get(slug="sante").save()  # the same name: nothing to do
    renamed = theme("sante")
    renamed.name, renamed.slug = f"Santé et {WORD}", WORD
    renamed.save()
    assert "Atelier" in found(type="acteur", theme=WORD, q="atelier")
    assert found(theme=WORD, q="tartinouille") == []


def test_a_lever_whose_address_changes_keeps_what_it_lists(found):
    lever = LeverFactory()
    actor = ActorFactory(title=WORD)
    actor.levers.add(lever)
    assert found(levier=lever.slug) == [WORD]
    lever.slug = "nouvelle-adresse"
    lever.save()
    assert found(levier="nouvelle-adresse") == [WORD]


def test_a_tool_goes_and_comes_back_with_its_lever(found):
    lever = LeverFactory()
    Tool.objects.create(
        title=WORD, slug=WORD, summary="Un outil.", lever=lever, status="publie",
        published_on="2026-11-01", sourced=True,
    )  # fmt: skip
    assert found() == [WORD]
    lever.status = "archive"
    lever.save()
    assert found() == []
    lever.status = "publie"
    lever.save()
    assert found() == [WORD]


def test_a_support_without_coverage_follows_that_of_who_carries_it(found):
    here = {"territoire": "departement-29"}
    finistere, actor = place("departement-29"), ActorFactory()
    support, other = SupportFactory(title=WORD), SupportFactory(title="Autre")
    role = SupportRole.objects.create(support=support, actor=actor, verb="porte", operates=True)
    assert found(**here) == []
    actor.coverage.add(finistere)
    assert found(**here) == [WORD]
    finistere.actors.remove(actor)
    assert found(**here) == []
    finistere.actors.add(actor)
    assert found(**here) == [WORD]
    role.support = other  # what it leaves changes too
    role.save()
    assert found(**here) == []
    role.support = support
    role.save()
    actor.status = "archive"
    actor.save()
    assert found(**here) == []
    actor.status = "publie"
    actor.save()
    role.delete()
    assert found(**here) == []


def test_an_initiative_is_found_by_its_actors_of_now(found):
    actor = ActorFactory(title=WORD, draft=True)
    one, other = InitiativeFactory(title="Première"), InitiativeFactory(title="Seconde")
    part = Participation.objects.create(initiative=one, actor=actor, verb="porte")
    assert found() == []
    Participation.objects.filter(pk=part.pk).delete()
    actor.status, actor.published_on = "publie", "2026-11-01"
    actor.save()
    part = Participation.objects.create(initiative=one, actor=actor, verb="porte")
    assert sorted(found()) == ["Première", WORD]
    part.initiative = other
    part.save()
    assert sorted(found()) == ["Seconde", WORD]


def test_the_synonyms_of_a_term_are_understood_as_soon_as_they_are_written(found):
    actor = ActorFactory(title="Une tartinouille")
    term = TermFactory(title="Tartinouille")
    assert found() == []
    term.synonyms = WORD
    term.save()
    assert set(found()) == {"Tartinouille", actor.title}
    term.status = "archive"
    term.save()
    assert found() == []


def test_a_list_of_communes_that_is_read_again_changes_who_is_for_its_towns(found):
    ActorFactory(title=WORD, coverage=[place("commune-29197")])
    kind = TerritoryType.objects.get(slug="pvd")
    Zoning.objects.filter(territory="commune-29197").delete()
    freshness.current()
    assert found(type_territoire="pvd") == []
    read = ZoningList(key="essai", title="Essai", imported_at="2026-11-01T00:00Z", rows=1)
    read.save()
    Zoning.objects.bulk_create(
        [Zoning(territory_id="commune-29197", type=kind, list=read)], ignore_conflicts=True
    )
    assert found(type_territoire="pvd") == [WORD]


def test_what_is_undone_changes_nothing(found):
    actor = ActorFactory(title=WORD, draft=True)
    actor.status, actor.published_on = "publie", "2026-11-01"
    assert found() == []
    with transaction.atomic():
        actor.save()
        transaction.set_rollback(True)
    assert found() == []
    with transaction.atomic():
        actor.save()
        assert found() == [WORD]  # its own transaction sees it
        transaction.set_rollback(True)
    assert found() == []
    assert differences() == []


def test_a_list_reads_the_log_in_one_statement_and_nothing_else_of_it(
    get, django_assert_max_num_queries
):
    get("/acteurs/", q="tiers-lieu")
    with django_assert_max_num_queries(30) as captured:
        get("/acteurs/", q="tiers-lieu")
    statements = [query["sql"] for query in captured if "search_change" in query["sql"]]
    assert len(statements) == 1
    assert statements[0].startswith("SELECT")


def test_many_small_changes_leave_few_files_and_none_open_for_nothing(db, settings):
    actor = ActorFactory(title=WORD)
    for number in range(60):
        actor.summary = f"Texte {number}"
        actor.save()
        freshness.current()
    reader = freshness.current()
    assert reader.searcher.num_segments < 12
    assert len(list(index.directory().iterdir())) < 100
    assert open_files(index.directory()) < 10
    assert differences() == []


def open_files(folder):
    """Files of a folder that this process holds open or mapped, as Linux says it."""
    with open("/proc/self/maps") as maps:
        gone = {line.split()[-2] for line in maps if f"{folder}/" in line and "(deleted)" in line}
    return len(gone)


def test_what_is_published_is_seen_by_another_process_within_two_seconds(base, tmp_path):
    same, apart = base.worker(), base.worker(tmp_path / "apart")
    address = f"/recherche/?q={WORD}"
    title = "Atelier partagé d’essai"
    for process in (same, apart):
        assert title not in process.ask(visit=address)["text"]
    actor, seen = base.make(ActorFactory, title=title, acronym=WORD), {}
    for act, expected in ((None, True), ("archive", False), ("publie", True)):
        if act:
            actor.status = act
            actor.save()
        started = time.monotonic()
        for name, process in (("same index", same), ("index apart", apart)):
            answer = process.ask(visit=address)
            seen[name, act] = time.monotonic() - started
            assert answer["status"] == 200
            assert (title in answer["text"]) is expected
    print({key: f"{seconds * 1000:.0f} ms" for key, seconds in seen.items()})
    assert max(seen.values()) < CONTRACT
    assert apart.ask(check=True) == []


def test_two_processes_that_write_at_once_lose_nothing_and_repeat_nothing(base):
    workers = [base.worker() for _ in range(2)]
    for worker in workers:
        worker.ask(visit="/healthz")
    made = []
    for number in range(6):
        made.append(base.make(ActorFactory, title=f"Essai {number}", acronym=WORD).title)
        for worker in workers:
            worker.tell(visit=f"/recherche/?q={WORD}")
        for answer in [worker.answer() for worker in workers]:
            assert answer["status"] == 200
            assert all(title in answer["text"] for title in made)
    for worker in workers:
        worker.tell(rebuild=True)
    assert [worker.answer() for worker in workers] == [True, True]
    assert workers[0].ask(check=True) == []


def test_eight_threads_read_while_another_writes(base):
    actor = base.make(ActorFactory, title="Atelier d’essai", acronym=WORD)
    freshness.current()
    stop, failures, read = threading.Event(), [], []

    def visitor():
        try:
            while not stop.is_set():
                response = Client().get("/recherche/", {"q": WORD})
                read.append(response.status_code)
                assert actor.title in response.content.decode()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=visitor) for _ in range(8)]
    for thread in threads:
        thread.start()
    for number in range(15):
        actor.summary = f"Texte {number}"
        actor.save()
        time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert set(read) == {200}
    freshness.current()
    assert differences() == []


def test_publications_of_a_tool_follow_it_to_another_lever(found):
    one, other = LeverFactory(), LeverFactory()
    publication = PublicationFactory(title=WORD)
    tool = Tool.objects.create(title="Outil", slug="outil-essai", lever=one)
    tool.publications.add(publication)
    assert found(levier=one.slug) == [WORD]
    tool.lever = other
    tool.save()
    assert (found(levier=one.slug), found(levier=other.slug)) == ([], [WORD])


def test_a_term_renamed_renames_what_levers_say_of_it(found):
    lever, term = LeverFactory(title="Un levier d’essai"), TermFactory(title="Tartinouille")
    lever.terms.add(term)
    assert lever.title in found(q="tartinouille")
    term.title = f"Un {WORD}"
    term.save()
    assert lever.title in found()
    assert differences() == []


def test_an_actor_renamed_renames_what_initiatives_say_of_it(found):
    actor, initiative = ActorFactory(title="Tartinouille"), InitiativeFactory(title="Essai")
    Participation.objects.create(initiative=initiative, actor=actor, verb="porte")
    actor.title = WORD
    actor.save()
    assert sorted(found()) == ["Essai", WORD]
    actor.status = "brouillon"
    actor.save()
    assert found() == []
    assert differences() == []


def test_a_draft_is_not_found_through_what_cites_it(found):
    lever = LeverFactory(title="Un levier d’essai")
    lever.terms.add(TermFactory(title=WORD, draft=True))
    assert found() == []
