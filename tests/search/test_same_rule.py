"""The index and the SQL rule of the domain answer the same, for territories of every level."""

import random

import pytest
from django.db import connection
from django.http import QueryDict

from actors.models import Actor, Support
from initiatives.models import Initiative
from search.freshness import current
from territories.models import Territory, TerritoryType
from tests.factories import ActorFactory, SupportFactory
from tests.search.directories import addresses, place, view_of, zone

SEED = 20261122
DRAWN = {"commune": 90, "epci": 30, "departement": 15, "region": 14}
KNOWN = [
    *("france", "commune-29197", "commune-2A004", "commune-75056", "commune-97101"),
    *("departement-975", "commune-97502", "departement-69", "epci-242900629"),
]
MODELS = {"/acteurs/": Actor, "/appuis/": Support, "/initiatives/": Initiative}
LISTED = ["pvd", "acv", "qpv", "frr", "montagne", "rural"]


@pytest.fixture(autouse=True)
def known_sizes(db):
    """PostgreSQL plans the rule badly (half a second) while it has not counted new tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def territories():
    """Some of each level, the same each time."""
    draw = random.Random(SEED)
    codes = set(Territory.objects.filter(code__in=KNOWN).values_list("code", flat=True))
    for level, number in DRAWN.items():
        of_level = Territory.objects.filter(level=level).order_by("code")
        every = list(of_level.values_list("code", flat=True))
        codes |= set(draw.sample(every, min(number, len(every))))
    return list(Territory.objects.with_ancestors().filter(code__in=codes).order_by("code"))


def by_index(address, territory, **asked):
    """Keys of what the list of a territory holds, by the index."""
    data = QueryDict(mutable=True)
    data.update({"territoire": territory.code, **asked})
    results = view_of(address).filterset_class(data, reader=current()).qs
    found = [hit.pk for hit in results[0 : max(results.count(), 1)]]
    assert len(found) == len(set(found)) == results.count()
    return sorted(found)


def by_rule(address, territory):
    entries = MODELS[address].objects.published().for_place(territory)
    return sorted(entries.values_list("pk", flat=True))


def disagreements(address, places):
    """Territories for which the index and the rule differ, and on what."""
    told = {}
    for territory in places:
        index, rule = set(by_index(address, territory)), set(by_rule(address, territory))
        if index != rule:
            told[territory.code] = {"index only": index - rule, "rule only": rule - index}
    return told


@pytest.mark.parametrize("address", MODELS)
def test_the_index_answers_what_the_rule_answers(db, address):
    draw = random.Random(SEED)
    places = territories()
    assert len(places) > 145
    communes = [one.insee for one in places if one.level == "commune"]
    zone(**{slug: draw.sample(communes, len(communes) // 2) for slug in LISTED})
    assert disagreements(address, places) == {}


@pytest.fixture
def edge_cases(only_mine):
    """Supports and actors at the edges of the rule."""
    zone(pvd=["29197"], qpv=["29197", "56169"], acv=["2A004"])
    live = ActorFactory(title="Porteur", coverage=[place("departement-29")])
    gone = ActorFactory(title="Porteur passé", coverage=[place("departement-56")], archived=True)
    nowhere = ActorFactory(title="Nulle part")
    for actors, operates, title in (
        ([live], True, "Du porteur"),
        ([live], False, "Du soutien"),
        ([gone], True, "Du porteur passé"),
        ([gone, live], True, "Des deux"),
        ([nowhere], True, "De nulle part"),
        ([], True, "De personne"),
    ):
        support = SupportFactory(title=title)
        for actor in actors:
            support.roles.create(actor=actor, verb="porte", operates=operates)
    own = SupportFactory(title="À lui", coverage=[place("commune-2A004")])
    own.roles.create(actor=live, verb="porte", operates=True)
    for slugs in (["pvd"], ["acv"], ["pvd", "acv"], ["qpv"], ["restructuration"]):
        support = SupportFactory(title=" et ".join(slugs), coverage=[place("france")])
        support.territory_types.set(TerritoryType.objects.filter(slug__in=slugs))
        carried = SupportFactory(title=f"{support.title} porté")
        carried.territory_types.set(support.territory_types.all())
        carried.roles.create(actor=live, verb="porte", operates=True)
    SupportFactory(title="Brouillon", draft=True, coverage=[place("france")])
    SupportFactory(title="Terminé", availability="termine", coverage=[place("france")])
    return live, gone


FEW = ["france", "departement-29", "commune-29197", "commune-56169", "commune-2A004"]
MORE = ["region-53", "region-94", "departement-56", "departement-2A", "epci-242900629"]


def some_places(*more):
    return list(Territory.objects.with_ancestors().filter(code__in=[*FEW, *more]))


@pytest.mark.parametrize("address", ["/acteurs/", "/appuis/"])
def test_the_index_answers_what_the_rule_answers_at_its_edges(edge_cases, address):
    assert disagreements(address, some_places("commune-29019", *MORE)) == {}
    assert by_index("/appuis/", place("commune-29197"))


def test_what_changes_for_operators_changes_for_what_they_carry(edge_cases):
    live, gone = edge_cases
    before = by_index("/appuis/", place("departement-29"))
    live.coverage.set([place("departement-56")])
    assert by_index("/appuis/", place("departement-29")) != before
    assert disagreements("/appuis/", some_places()) == {}
    gone.status = "publie"
    gone.save()
    assert disagreements("/appuis/", some_places()) == {}
    live.status = "archive"
    live.save()
    assert disagreements("/appuis/", some_places()) == {}
    gone.roles.all().delete()
    assert disagreements("/appuis/", some_places()) == {}
    live.status = "publie"
    live.save()
    live.roles.update_or_create(verb="anime", support=Support.objects.last(), actor=live)
    live.coverage.clear()
    assert disagreements("/appuis/", some_places()) == {}
    live.delete()
    assert disagreements("/appuis/", some_places()) == {}


def test_what_lists_say_of_communes_changes_what_they_are_shown(edge_cases):
    town = place("commune-29019")
    before = by_index("/appuis/", town)
    zone(pvd=["29019"], acv=["29019"])
    assert len(by_index("/appuis/", town)) > len(before)
    assert disagreements("/appuis/", some_places(town.code)) == {}
    town.zonings.filter(list="essai").first().list.delete()
    assert by_index("/appuis/", town) == before
    assert disagreements("/appuis/", some_places(town.code)) == {}


@pytest.mark.parametrize("address", MODELS)
def test_the_page_lists_what_the_rule_answers(get, monkeypatch, address):
    monkeypatch.setattr(view_of(address), "paginate_by", 500)
    for code in ("commune-29197", "departement-2A", "region-53", "france"):
        entries = MODELS[address].objects.published().for_place(place(code))
        expected = sorted(entry.get_absolute_url() for entry in entries)
        assert sorted(addresses(get(address, territoire=code).page)) == expected
