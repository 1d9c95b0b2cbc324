"""All the filters of a directory at once: what they keep, and how much they ask of the base."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import changes
from territories.models import TerritoryType
from tests.factories import LeverFactory
from tests.search.directories import (
    DIRECTORIES,
    FOR_EVERY_TOWN,
    FULL,
    PLACED,
    ChallengeFactory,
    every_directory,
    filters_of,
    place,
    theme,
    zone,
)

MOST_QUERIES = 4
TOWNS_NAMED = 2  # the search of the whole portal also looks for towns in what is typed
KINDS = {
    "/acteurs/": ("cress", "fondation"),
    "/appuis/": ("contrat", "financement"),
    "/initiatives/": ("lieu", "publique"),
    "/ressources/": ("guide", "loi"),
    "/leviers/": ("levier", "outil"),
    "/glossaire/": ("forme", "agrement"),
}


def answers_everything(address, title="Gardée"):
    """Make an entry that answers each filter of its directory."""
    kind = {"kind": KINDS[address][0]} if address in KINDS and address != "/leviers/" else {}
    entry = DIRECTORIES[address](title=title, summary="Un moulin.", **kind)
    entry.themes.add(theme("sante"), theme("culture-et-arts"))
    if address in FULL:
        entry.challenges.add(ChallengeFactory())
    if address in FULL and address != "/leviers/":
        entry.levers.add(LeverFactory())
    if address in PLACED:
        getattr(entry, PLACED[address]).add(place("commune-29197"), place("commune-29019"))
    if hasattr(entry, "territory_types"):
        entry.territory_types.set(TerritoryType.objects.filter(slug__in=["pvd", "acv"]))
    return entry


def questions(address, entry):
    """Each parameter with a value the entry answers, and one it does not."""
    lever = entry if address == "/leviers/" else address in FULL and entry.levers.get()
    asked = {
        "q": ("moulin", "potager"),
        "territoire": ("commune-29197", "commune-56169"),
        "type_territoire": ("pvd", "qpv"),
        "theme": ("sante", "mobilite"),
        "type": KINDS.get(address),
        "levier": lever and (lever.slug, LeverFactory(summary="Un potager.").slug),
        "defi": address in FULL and (entry.challenges.get().slug, ChallengeFactory().slug),
        "tri": ("recent", "nom"),
    }
    return {name: values for name, values in asked.items() if name in filters_of(address)}


@every_directory
def test_all_filters_together_keep_what_answers_each_of_them(only_mine, listed, address):
    zone(pvd=["29197"], qpv=["56169"])
    asked = questions(address, answers_everything(address))
    DIRECTORIES[address](title="Potager", summary="Un potager.")
    kept = {name: values[0] for name, values in asked.items()}
    assert listed(address, **kept) == ["Gardée"]
    for name, (_, other) in asked.items():
        for_all = name == "tri" or (
            address in FOR_EVERY_TOWN and name in ("territoire", "type_territoire")
        )
        assert listed(address, **{**kept, name: other}) == (["Gardée"] if for_all else []), name


@pytest.fixture
def queries(client):
    """How many SQL statements a page asks once the index has caught up."""

    def count(address, **parameters):
        client.get(address, parameters)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, parameters).status_code == 200
        return len(captured)

    return count


@every_directory
def test_as_many_queries_for_one_entry_as_for_twelve(only_mine, queries, address):
    zone(pvd=["29197"])
    asked = questions(address, answers_everything(address))
    filters = {name: values[0] for name, values in asked.items() if name not in ("levier", "defi")}
    one = queries(address), queries(address, tri="nom"), queries(address, **filters)
    for number in range(11):
        answers_everything(address, title=f"Autre {number}")
    assert (queries(address), queries(address, tri="nom"), queries(address, **filters)) == one


@pytest.mark.parametrize("address", [*DIRECTORIES, "/recherche/"])
def test_a_list_asks_at_most_four_queries_once_the_index_has_caught_up(db, queries, address):
    filters = {
        "q": "association",
        "territoire": "commune-29197",
        "type_territoire": ["petite-ville", "pvd", "rural"],
        "theme": ["sante", "mobilite", "culture-et-arts"],
        "type": list(KINDS.get(address, ("acteur", "appui"))),
        "tri": "proximite",
        "page": "1",
    }
    mine = {
        name: value for name, value in filters.items() if name in (*filters_of(address), "page")
    }
    more = TOWNS_NAMED if address == "/recherche/" else 0
    assert queries(address, **mine) <= MOST_QUERIES + more
    if address == "/leviers/":  # the bare list, its first page, shows the study's own grids too
        mine.pop("page")
    else:
        assert queries(address) <= MOST_QUERIES
    for name, value in mine.items():
        assert queries(address, **{name: value}) <= MOST_QUERIES, name
    for faulty in ({"theme": "nope"}, {"q": "xyzzy"}, {"territoire": "29197", "q": "xyzzy"}):
        if faulty.keys() <= filters_of(address).keys():
            assert queries(address, **faulty) <= MOST_QUERIES + more, faulty


@pytest.mark.parametrize("address", [*DIRECTORIES, "/recherche/"])
def test_a_list_of_nothing_asks_at_most_four_queries(only_mine, queries, address):
    assert queries(address, q="moulin") <= MOST_QUERIES
    assert queries(address, tri="nom") <= MOST_QUERIES


def test_the_first_visit_after_a_change_catches_the_index_up(only_mine, listed):
    assert listed("/appuis/") == []
    support = DIRECTORIES["/appuis/"](title="Premier")
    assert listed("/appuis/") == ["Premier"]
    support.title = "Second"
    support.save()
    assert listed("/appuis/", q="second") == ["Second"]
    assert listed("/appuis/", q="premier") == []
    type(support).objects.update(title="Troisième")
    assert listed("/appuis/", q="troisième") == []
    changes.append_everything()
    assert listed("/appuis/", q="troisième") == ["Troisième"]
