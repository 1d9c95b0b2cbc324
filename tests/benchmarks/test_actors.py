"""The rows the search is measured on: always the same, and as the site would accept them."""

from collections import Counter

import pytest

from actors.models import Actor
from benchmarks import zonings
from benchmarks.actors import World, drafts, write
from territories.models import Territory, Zoning

COUNT = 60


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def written(db):
    """The actors that a small draw adds to the base."""
    before = set(Actor.objects.values_list("pk", flat=True))
    write(COUNT, seed=1)
    return Actor.objects.exclude(pk__in=before).order_by("pk")


def test_the_same_seed_gives_the_same_actors(world):
    assert list(drafts(20, 1, world)) == list(drafts(20, 1, World()))
    assert list(drafts(20, 1, world)) != list(drafts(20, 2, world))


def test_a_shorter_draw_is_the_beginning_of_a_longer_one(world):
    assert list(drafts(10, 1, world)) == list(drafts(40, 1, world))[:10]


def test_an_actor_covers_a_territory_around_its_seat(world):
    seats = [draft.fields["seat_id"] for draft in drafts(COUNT, 1, world)]
    towns = Territory.objects.in_bulk(seats)
    for draft in drafts(COUNT, 1, world):
        assert draft.coverage in towns[draft.fields["seat_id"]].line_codes


def test_most_actors_are_structures_and_half_cover_one_town(world):
    drawn = list(drafts(400, 1, world))
    kinds = Counter(draft.fields["kind"] for draft in drawn)
    towns = sum(draft.coverage.startswith("commune-") for draft in drawn)
    assert kinds[Actor.Kind.STRUCTURE] > 200
    assert len(kinds) > 6
    assert 160 < towns < 240


def test_ties_are_within_what_an_entry_has(world):
    for draft in drafts(COUNT, 1, world):
        assert 1 <= len(set(draft.themes)) == len(draft.themes) <= 4
        assert len(set(draft.levers)) == len(draft.levers) <= 3
        assert len(set(draft.challenges)) == len(draft.challenges) <= 3


def test_written_actors_are_valid_and_published(written):
    assert written.count() == COUNT
    for actor in written[:10]:
        actor.full_clean()
        assert actor.is_published
        assert actor.coverage.count() == 1
        assert actor.themes.exists()


def test_what_is_written_is_what_was_drawn(written, world):
    for actor, draft in zip(written, drafts(COUNT, 1, world), strict=True):
        assert actor.slug == draft.fields["slug"]
        assert {theme.slug for theme in actor.themes.all()} == set(draft.themes)
        assert {lever.slug for lever in actor.levers.all()} == set(draft.levers)
        assert {challenge.slug for challenge in actor.challenges.all()} == set(draft.challenges)
        assert [place.code for place in actor.coverage.all()] == [draft.coverage]


def test_communes_are_given_types_when_no_official_list_is_loaded(db, monkeypatch):
    monkeypatch.setattr(zonings, "SPREAD", {"pvd": (50, 10, 200), "qpv": (20, 0, 100)})
    assert zonings.add_zonings(seed=1) == 70
    assert Zoning.objects.filter(type__slug="pvd").count() == 50
    assert zonings.add_zonings(seed=1) == 0
