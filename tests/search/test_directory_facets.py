"""Counts beside the check boxes: what each would list, ticked, whatever else is asked."""

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from search.freshness import current
from territories.models import TerritoryType
from tests.factories import ActorFactory, InitiativeFactory, LeverFactory, SupportFactory
from tests.search.directories import (
    DIRECTORIES,
    ChallengeFactory,
    ToolFactory,
    boxes,
    counted,
    counts,
    label_of,
    place,
    placed,
    theme,
    view_of,
    zone,
)

only_mine = pytest.mark.usefixtures("only_mine")
EVERY_LIST = [*DIRECTORIES, "/recherche/"]


def facet(page, name):
    """{value: count} of one group, those of zero left out."""
    return {value: count for (_, value), count in counts(page, name).items() if count}


@only_mine
def test_a_group_ignores_its_own_choice_and_heeds_all_others(get):
    for kind, slug in (("cress", "sante"), ("cress", "mobilite"), ("fondation", "sante")):
        ActorFactory(kind=kind, themes=[theme(slug)])
    bare = get("/acteurs/").page
    assert facet(bare, "type") == {"cress": 2, "fondation": 1}
    assert facet(bare, "theme") == {"sante": 2, "mobilite": 1}
    page = get("/acteurs/", type="cress").page
    assert facet(page, "type") == {"cress": 2, "fondation": 1}
    assert facet(page, "theme") == {"sante": 1, "mobilite": 1}
    page = get("/acteurs/", type="fondation", theme="sante").page
    assert facet(page, "type") == {"cress": 1, "fondation": 1}
    assert facet(page, "theme") == {"sante": 1}
    page = get("/acteurs/", type=["cress", "fondation"]).page
    assert facet(page, "type") == {"cress": 2, "fondation": 1}
    assert facet(page, "theme") == {"sante": 2, "mobilite": 1}


@only_mine
def test_counts_heed_words_and_place(get):
    placed("/acteurs/", "commune-29197", kind="cress", summary="Un moulin.")
    placed("/acteurs/", "commune-29197", kind="fondation", summary="Un potager.")
    placed("/acteurs/", "commune-56169", kind="etudes", summary="Un moulin.")
    assert facet(get("/acteurs/", q="moulin").page, "type") == {"cress": 1, "etudes": 1}
    page = get("/acteurs/", territoire="29197").page
    assert facet(page, "type") == {"cress": 1, "fondation": 1}
    page = get("/acteurs/", territoire="29197", q="moulin").page
    assert facet(page, "type") == {"cress": 1}


@only_mine
def test_counts_heed_the_types_of_the_commune_asked_for(get):
    zone(pvd=["29197"])
    placed("/appuis/", "france", kind="contrat")
    for slug, kind in (("pvd", "dispositif"), ("qpv", "financement")):
        support = placed("/appuis/", "france", kind=kind)
        support.territory_types.add(TerritoryType.objects.get(slug=slug))
    page = get("/appuis/", territoire="29197").page
    assert facet(page, "type") == {"contrat": 1, "dispositif": 1}
    of_types = facet(page, "type_territoire")
    assert (of_types["pvd"], of_types["qpv"]) == (2, 1)
    page = get("/appuis/", territoire="departement-29").page
    assert facet(page, "type") == {"contrat": 1, "dispositif": 1, "financement": 1}


@only_mine
@pytest.mark.parametrize("address", ["/appuis/", "/initiatives/", "/acteurs/"])
def test_entries_for_any_territory_type_count_for_each(get, address):
    zone(pvd=["29197"], acv=["29197"])
    DIRECTORIES[address](title="Pour tous")
    entry = DIRECTORIES[address](title="Pour deux")
    if address == "/acteurs/":
        entry.coverage.add(place("commune-29197"))
    else:
        entry.territory_types.set(TerritoryType.objects.filter(slug__in=["pvd", "acv"]))
    found = facet(get(address).page, "type_territoire")
    assert set(found) == set(TerritoryType.objects.values_list("slug", flat=True))
    own = {"pvd", "acv"}
    if address == "/acteurs/":  # the town is of the types computed for it too
        own |= set(place("commune-29197").types.values_list("slug", flat=True))
    assert {slug for slug, count in found.items() if count == 2} == own
    assert {count for slug, count in found.items() if slug not in own} == {1}


@only_mine
def test_an_entry_counts_once_for_each_of_its_values(get):
    levers = [LeverFactory(), LeverFactory()]
    challenges = [ChallengeFactory(), ChallengeFactory()]
    initiative = InitiativeFactory(themes=[theme("sante"), theme("mobilite")])
    initiative.levers.set(levers)
    initiative.challenges.set(challenges)
    initiative.places.set([place("commune-29197"), place("departement-29")])
    page = get("/initiatives/", territoire="departement-29").page
    assert facet(page, "theme") == {"sante": 1, "mobilite": 1}
    assert facet(page, "levier") == {lever.slug: 1 for lever in levers}
    assert facet(page, "defi") == {challenge.slug: 1 for challenge in challenges}
    both = get("/initiatives/", theme=["sante", "mobilite"]).page
    assert facet(both, "levier") == {lever.slug: 1 for lever in levers}


@only_mine
def test_levers_and_tools_are_counted_apart_and_under_their_lever(get):
    lever = LeverFactory()
    for rank in range(3):
        ToolFactory(lever=lever, order=rank)
    ToolFactory(draft=True, lever=lever, order=3)
    page = get("/leviers/").page
    assert facet(page, "type") == {"levier": 1, "outil": 3}
    assert facet(page, "levier") == {lever.slug: 4}


@only_mine
def test_drafts_and_archives_are_never_counted(get):
    SupportFactory(kind="contrat", themes=[theme("sante")])
    for fields in ({"draft": True}, {"archived": True}, {"status": "relecture"}):
        SupportFactory(kind="contrat", themes=[theme("sante"), theme("mobilite")], **fields)
    for asked in ({}, {"q": "entrée"}, {"theme": "sante"}, {"type": "contrat"}):
        page = get("/appuis/", **asked).page
        assert facet(page, "type") == {"contrat": 1}
        assert facet(page, "theme") == {"sante": 1}


@only_mine
def test_zero_is_shown_and_cannot_be_ticked_unless_it_is(get):
    ActorFactory(kind="cress", themes=[theme("sante")])
    page = get("/acteurs/", type="fondation").page
    shown = {value: box for (_, value), box in boxes(page, "type").items()}
    assert set(shown) == {value for value, _ in ActorFactory._meta.model.Kind.choices}
    assert [value for value, box in shown.items() if box.has_attr("checked")] == ["fondation"]
    assert not shown["fondation"].has_attr("disabled")
    assert label_of(page, shown["fondation"]) == ("Fondation", 0)
    assert not shown["cress"].has_attr("disabled")
    others = [box for value, box in shown.items() if value not in ("fondation", "cress")]
    assert others
    assert all(box.has_attr("disabled") for box in others)
    assert all(box.has_attr("disabled") for box in boxes(page, "theme").values())


@only_mine
def test_what_is_not_understood_counts_nothing_wrong(get):
    ActorFactory(kind="cress")
    for faulty in ({"theme": "nope"}, {"q": "*"}, {"territoire": "xyz"}):
        page = get("/acteurs/", type="fondation", **faulty).page
        ticked = [value for (_, value), box in boxes(page).items() if box.has_attr("checked")]
        assert ticked == ["fondation"]


# The strongest test: on the project's own content, each count is what a click lists.

STATES = {
    "/acteurs/": [
        {"territoire": "commune-29197"},
        {"q": "association", "theme": "sante"},
        {"territoire": "region-53", "type": ["cress", "fondation"], "theme": "mobilite"},
        {"type_territoire": "petite-ville", "territoire": "commune-29197"},
    ],
    "/appuis/": [
        {"territoire": "commune-29197", "type_territoire": ["pvd", "rural"]},
        {"q": "financer un projet", "theme": ["sante", "energie"]},
        {"territoire": "departement-29", "type": "financement"},
        {"territoire": "commune-97101"},
    ],
    "/initiatives/": [
        {"q": "tiers-lieu", "territoire": "france"},
        {"theme": ["mobilite", "lien-social"], "type": "lieu"},
        {"type_territoire": "rural", "theme": "alimentation-et-agriculture"},
    ],
    "/ressources/": [
        {"territoire": "commune-29197", "type": "guide"},
        {"q": "guide", "theme": "culture-et-arts", "type_territoire": "pvd"},
    ],
    "/leviers/": [{"q": "marché", "theme": "sante"}, {"type": "outil", "territoire": "2A004"}],
    "/glossaire/": [{"q": "société", "type": "forme"}, {"type": ["notion", "agrement"]}],
    "/chiffres-cles/": [{"q": "emploi", "theme": "emploi-et-insertion"}],
    "/evenements/": [{"q": "mois", "theme": "lien-social"}],
    "/recherche/": [{"q": "épicerie"}, {"type": "acteur", "theme": "sante", "q": "association"}],
}


def filterset(address, asked):
    data = QueryDict(urlencode(asked, doseq=True))
    return view_of(address).filterset_class(data, reader=current())


def with_one_more(asked, name, value):
    already = asked.get(name, [])
    kept = [already] if isinstance(already, str) else already
    return {**asked, name: [*kept, value]}


def alone(asked, name, value):
    """One value of a group instead of what was chosen there: what its count speaks of."""
    return {**asked, name: value}


@pytest.mark.parametrize("address", EVERY_LIST)
def test_each_count_of_the_bare_list_is_what_its_page_announces(get, address):
    page = get(address).page
    options = counts(page)
    assert options
    for (name, value), count in options.items():
        if count:
            assert counted(get(address, **{name: value}).page) == count, (name, value)
        else:
            assert filterset(address, {name: value}).qs.count() == 0
            assert boxes(page)[name, value].has_attr("disabled")


@pytest.mark.parametrize(
    ("address", "asked"),
    [(address, asked) for address, states in STATES.items() for asked in states],
)
def test_each_count_of_a_filtered_list_is_what_is_found_once_chosen(get, address, asked):
    page = get(address, **asked).page
    options = counts(page)
    here = counted(page)
    for (name, value), count in options.items():
        found = filterset(address, alone(asked, name, value)).qs.count()
        assert found == count, (name, value)
        more = filterset(address, with_one_more(asked, name, value)).qs.count()
        ticked = boxes(page)[name, value].has_attr("checked")
        if ticked or name in asked:  # OR inside a group: never fewer, never more than both
            assert here <= more <= here + count, (name, value)
        else:
            assert more == count, (name, value)
