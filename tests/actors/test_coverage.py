"""The one rule: shown when the coverage contains the town and the types, if any, meet its own."""

import pytest

from actors.models import Actor, Support, SupportRole
from territories.models import Territory, TerritoryType, Zoning, ZoningList
from tests.factories import ActorFactory, SupportFactory

pytestmark = pytest.mark.django_db

PLOUHINEC, OTHER_PLOUHINEC = "commune-29197", "commune-56169"


def territory(code):
    return Territory.objects.with_ancestors().get(code=code)


def zone(code, slug):
    """Make a town of a type, as an official list would."""
    official, _ = ZoningList.objects.get_or_create(
        key=slug,
        defaults={
            "title": slug,
            "publisher": "ANCT",
            "imported_at": "2026-11-01T00:00Z",
            "rows": 1,
        },
    )
    kind = TerritoryType.objects.get(slug=slug)
    Zoning.objects.create(territory_id=code, type=kind, list=official)
    return kind


@pytest.mark.parametrize(
    ("area", "covered"),
    [
        ("france", True),
        ("region-53", True),
        ("departement-29", True),
        ("epci-242900629", True),
        (PLOUHINEC, True),
        (OTHER_PLOUHINEC, False),
        ("departement-56", False),
        ("region-28", False),
    ],
)
def test_an_actor_covers_a_town_by_itself_or_one_of_its_ancestors(area, covered):
    actor = ActorFactory(coverage=[territory(area)])
    found = Actor.objects.covering(territory(PLOUHINEC)).filter(pk=actor.pk).exists()
    assert found is covered


def test_an_actor_covered_twice_is_listed_once():
    actor = ActorFactory(coverage=[territory("france"), territory("departement-29")])
    assert Actor.objects.covering(territory(PLOUHINEC)).filter(pk=actor.pk).count() == 1


def test_an_actor_without_coverage_covers_nobody():
    actor = ActorFactory()
    assert not Actor.objects.covering(territory(PLOUHINEC)).filter(pk=actor.pk).exists()


def test_a_support_without_coverage_takes_that_of_its_operators():
    support = SupportFactory()
    operator = ActorFactory(coverage=[territory("departement-29")])
    role = SupportRole.objects.create(support=support, actor=operator, verb="porte", operates=True)
    covering = Support.objects.covering(territory(PLOUHINEC)).filter(pk=support.pk)
    assert covering.exists()
    assert not Support.objects.covering(territory(OTHER_PLOUHINEC)).filter(pk=support.pk).exists()
    role.operates = False
    role.save()
    assert not covering.exists()


def test_a_support_with_a_coverage_of_its_own_ignores_that_of_its_operators():
    support = SupportFactory(coverage=[territory("departement-56")])
    operator = ActorFactory(coverage=[territory("france")])
    SupportRole.objects.create(support=support, actor=operator, verb="porte", operates=True)
    assert not Support.objects.covering(territory(PLOUHINEC)).filter(pk=support.pk).exists()


def test_a_draft_operator_gives_no_coverage():
    support = SupportFactory()
    operator = ActorFactory(draft=True, coverage=[territory("france")])
    SupportRole.objects.create(support=support, actor=operator, verb="porte", operates=True)
    assert not Support.objects.covering(territory(PLOUHINEC)).filter(pk=support.pk).exists()


def test_a_support_for_a_type_is_for_the_towns_of_that_type_only():
    pvd = zone(PLOUHINEC, "pvd")
    support = SupportFactory(coverage=[territory("france")], territory_types=[pvd])
    assert Support.objects.covering(territory(PLOUHINEC)).filter(pk=support.pk).exists()
    assert not Support.objects.covering(territory(OTHER_PLOUHINEC)).filter(pk=support.pk).exists()


def test_a_support_for_several_types_needs_one_of_them():
    types = [zone(PLOUHINEC, "pvd"), TerritoryType.objects.get(slug="acv")]
    support = SupportFactory(coverage=[territory("france")], territory_types=types)
    assert Support.objects.covering(territory(PLOUHINEC)).filter(pk=support.pk).exists()


def test_a_wider_place_keeps_what_covers_it_and_what_lies_inside():
    inside = SupportFactory(coverage=[territory(PLOUHINEC)])
    above = SupportFactory(coverage=[territory("region-53")])
    beside = SupportFactory(coverage=[territory("departement-56")])
    found = Support.objects.for_place(territory("departement-29"))
    assert {inside, above} <= set(found)
    assert beside not in found


def test_france_keeps_everything_that_has_a_coverage():
    placed = ActorFactory(coverage=[territory(PLOUHINEC)])
    nowhere = ActorFactory()
    found = Actor.objects.for_place(territory("france"))
    assert placed in found
    assert nowhere not in found
