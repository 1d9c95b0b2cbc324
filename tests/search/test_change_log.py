"""The change log: what is read of it, and what is not lost when numbers do not come in order."""

import datetime
import shutil

import psycopg2
import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone

from actors.models import Actor
from editorial.models import Theme
from search import changes, freshness, writing
from search.index import term
from search.models import Change
from tests.beside import database_url
from tests.factories import ActorFactory, SupportFactory
from tests.search.processes import committed


@pytest.fixture
def rebuilt(monkeypatch):
    """How many times the index was made again whole."""
    times, rebuild = [], writing.rebuild
    monkeypatch.setattr(writing, "rebuild", lambda *args: times.append(1) or rebuild(*args))
    return times


@pytest.fixture
def log(db, settings):
    """An empty log, where rows are written under the numbers that a test chooses; no index."""
    Change.objects.all().delete()
    shutil.rmtree(settings.SEARCH_INDEX_DIR)

    def write(*numbers, at=None):
        at = at or timezone.now()
        Change.objects.bulk_create(
            Change(pk=number, source="actors.actor", pk_changed=number, at=at) for number in numbers
        )

    return write


LONG_AGO = timezone.now() - datetime.timedelta(days=2)


def keys(found):
    return [int(key) for _, key in found]


def test_what_is_written_is_read_once(log):
    log(1, 2, 3)
    found, mark = changes.read(changes.Mark())
    assert (keys(found), mark.last, mark.gaps) == ([1, 2, 3], 3, ())
    assert not changes.news(mark).behind
    assert changes.read(mark) == ([], mark)
    log(4)
    assert changes.news(mark) == changes.News(behind=True, foreign=False)
    assert keys(changes.read(mark)[0]) == [4]


def test_a_number_that_comes_after_a_greater_one_is_read(log):
    log(1, 4, 6)
    _, mark = changes.read(changes.Mark(last=0))
    assert [gap[:2] for gap in mark.gaps] == [(2, 3), (5, 5)]
    assert not changes.news(mark).behind
    log(3)
    assert changes.news(mark) == changes.News(behind=True, foreign=False)
    found, later = changes.read(mark)
    assert (keys(found), later.last) == ([3], 6)
    assert [gap[:2] for gap in later.gaps] == [(2, 2), (5, 5)]
    assert later.version != mark.version
    log(2, 5, 7)
    found, last = changes.read(later)
    assert (keys(found), last.gaps) == ([2, 5, 7], ())


def test_a_rebuild_knows_the_numbers_that_are_still_to_come(log):
    log(10, at=LONG_AGO)
    log(12)
    assert [gap[:2] for gap in changes.end().gaps] == [(11, 11)]
    Change.objects.all().delete()
    log(2)
    mark = changes.end()
    assert [gap[:2] for gap in mark.gaps] == [(1, 1)]
    log(1)
    assert changes.news(mark).behind


def test_a_number_undone_is_forgotten_after_an_hour(log, monkeypatch):
    log(1, 3)
    _, mark = changes.read(changes.Mark())
    later = changes.time.time() + 3601
    monkeypatch.setattr(changes.time, "time", lambda: later)
    log(4)
    assert changes.read(mark)[1].gaps == ()


def test_many_numbers_undone_cost_no_more_than_one(log, django_assert_num_queries):
    log(1, 50_000)
    _, mark = changes.read(changes.Mark())
    assert len(mark.gaps) == 1
    with django_assert_num_queries(1):
        assert not changes.news(mark).behind
    log(*range(60_000, 60_500, 2))
    _, mark = changes.read(mark)
    assert len(mark.gaps) <= changes.MOST_GAPS
    assert not changes.news(mark).behind
    log(60_499)
    assert changes.news(mark).behind


def test_a_gap_is_looked_for_by_keys_not_by_reading_all_that_follows(log):
    log(1, 3)
    _, mark = changes.read(changes.Mark())
    rows = Change.objects.filter(models.Q(id__gte=mark.last) | mark.missing)
    plan = rows.order_by().explain()
    assert "INDEX" in plan.upper() or connection.vendor == "postgresql", plan  # few rows: it scans


def test_a_log_forgotten_beyond_the_mark_makes_all_again(log, rebuilt):
    log(1, 2)
    freshness.current()
    rebuilt.clear()
    Change.objects.all().delete()
    log(8, 9)
    freshness.current()
    assert rebuilt == [1]
    freshness.current()
    assert rebuilt == [1]


def test_the_last_change_is_never_forgotten(log):
    log(1, 2, 3, at=timezone.now() - changes.KEPT - datetime.timedelta(days=1))
    changes.prune()
    assert [change.pk for change in Change.objects.all()] == [3]
    log(4)
    changes.prune()
    assert [change.pk for change in Change.objects.all()] == [4]


def test_another_base_makes_all_again(log, rebuilt):
    log(1, 2, at=LONG_AGO)
    freshness.current()
    rebuilt.clear()
    Change.objects.update(at=LONG_AGO - datetime.timedelta(microseconds=1))
    freshness.current()
    assert rebuilt == [1]


def test_a_base_without_log_then_another_makes_all_again(log, rebuilt):
    freshness.current()
    rebuilt.clear()
    log(1)
    freshness.current()
    assert rebuilt == [1]


def test_a_base_restored_from_a_copy_makes_all_again(log, rebuilt):
    log(1, 2, 3, at=LONG_AGO)
    freshness.current()
    rebuilt.clear()
    Change.objects.filter(pk__gt=1).delete()
    for _ in range(3):
        assert freshness.current().mark.last == 1
    assert rebuilt == [1]
    log(2, 3, at=LONG_AGO + datetime.timedelta(hours=1))
    assert not changes.news(freshness.current().mark).behind


def test_a_replica_that_lags_is_not_taken_for_another_base(log):
    log(1, 2, 3)
    ahead = changes.read(changes.Mark())[1]
    ahead = changes.replace(ahead, settled=True)
    Change.objects.filter(pk=3).delete()
    assert changes.news(ahead) == changes.News(behind=False, foreign=False)
    Change.objects.filter(pk=2).update(at=timezone.now())
    assert changes.news(ahead).foreign  # it was worked on since
    Change.objects.filter(pk=2).delete()
    old = changes.replace(ahead, stamp=changes.iso(LONG_AGO))
    assert changes.news(old).foreign
    assert changes.news(changes.replace(ahead, settled=False)).foreign


def test_dates_are_kept_to_the_microsecond_in_universal_time(log):
    moment = datetime.datetime(2026, 10, 25, 2, 30, 0, 123456, tzinfo=datetime.UTC)
    log(1, at=moment)
    mark = changes.end()
    assert mark.stamp == "2026-10-25T02:30:00.123456+00:00"
    assert not changes.news(mark).behind


def test_every_save_and_link_is_logged_with_what_depends_on_it(db):
    actor, support = ActorFactory(), SupportFactory()
    support.actors.add(actor, through_defaults={"verb": "porte", "operates": True})
    last = Change.objects.last().pk
    actor.save()
    written = {(c.source, c.pk_changed) for c in Change.objects.filter(pk__gt=last)}
    assert written == {("actors.actor", str(actor.pk)), ("actors.support", str(support.pk))}


def test_a_theme_saved_without_another_name_does_not_make_all_again(db):
    last = Change.objects.last().pk
    theme = Theme.objects.first()
    theme.save()
    assert {c.source for c in Change.objects.filter(pk__gt=last)} == {"editorial.theme"}
    theme.name = "Autre nom"
    theme.save()
    assert Change.objects.last().source == Change.EVERYTHING


def test_many_rows_at_once_are_written_as_everything(db):
    last = Change.objects.last().pk
    changes.append("actors.actor", range(changes.FEW + 1))
    assert [c.source for c in Change.objects.filter(pk__gt=last)] == [Change.EVERYTHING]


def test_a_load_is_one_line_of_the_log_or_none_when_it_fails(db, django_assert_num_queries):
    last = Change.objects.last().pk
    with changes.as_one(), changes.as_one():
        ActorFactory(themes=[Theme.objects.first()])
    assert [c.source for c in Change.objects.filter(pk__gt=last)] == [Change.EVERYTHING]
    with pytest.raises(ValidationError), changes.as_one():
        refuse(ActorFactory(title="Jamais"))
    assert not Actor.objects.filter(title="Jamais").exists()
    assert Change.objects.filter(pk__gt=last).count() == 1
    actor = ActorFactory()
    assert Change.objects.last().pk_changed == str(actor.pk)
    with changes.as_one(), django_assert_num_queries(1):
        actor.save()


def refuse(row):
    raise ValidationError("Refusé.")


def test_transactions_that_end_in_another_order_than_they_began_lose_nothing(
    django_db_setup, django_db_blocker, settings
):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time: numbers come in order")
    with committed(django_db_blocker, settings.SEARCH_INDEX_DIR) as base:
        one = base.make(ActorFactory, title="Zigzagotte")
        freshness.current()
        insert = "INSERT INTO search_change (source, pk_changed, at) VALUES (%s, %s, now())"
        with psycopg2.connect(database_url()) as slow:
            cursor = slow.cursor()
            cursor.execute("UPDATE actors_actor SET status = 'archive' WHERE id = %s", [one.pk])
            cursor.execute(insert, ["actors.actor", str(one.pk)])
            with transaction.atomic():
                other = base.make(ActorFactory, title="Tartinouille")
            reader = freshness.current()
            assert documents(reader, one.pk, other.pk) == [1, 1]
            waited = Change.objects.last().pk - 1
            assert reader.mark.gaps[-1][:2] == (waited, waited)
            slow.commit()
        slow.close()
        reader = freshness.current()
        assert documents(reader, one.pk, other.pk) == [0, 1]
        assert waited not in [gap[0] for gap in reader.mark.gaps]


def documents(reader, *pks):
    return [reader.searcher.search(term("key", f"actors.actor:{pk}")).count for pk in pks]
