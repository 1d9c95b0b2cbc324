"""A list that finds nothing: links that lead to something, and whom to call."""

import re

import pytest

from territories.models import TerritoryType
from tests.factories import ActorFactory, SupportFactory, TermFactory
from tests.search.directories import (
    DIRECTORIES,
    addresses,
    counted,
    every_directory,
    every_full_directory,
    filters_of,
    notices,
    pairs,
    place,
    placed,
    theme,
    titles,
    zone,
)

only_mine = pytest.mark.usefixtures("only_mine")


def ways(page):
    """Links out of an empty list: {label: (address, count)}."""
    found = {}
    for link in page.select("#resultats .fr-callout ul a"):
        text = " ".join(link.get_text(" ").split())
        label, count = re.fullmatch(r"(.+?)\s*\(?(\d[\d\s]*)\)?", text).groups()
        found[label] = link["href"], int(re.sub(r"\s", "", count))
    return found


def helpers(page):
    """Titles of those to call."""
    callout = page.select_one("#resultats .fr-callout")
    after = callout.find_next_siblings("ul") if callout else []
    return [link.get_text() for group in after for link in group.select("a")]


def assert_lead_to_what_they_say(get, address, page):
    """Each link leads to a list with exactly the count it announces, never none."""
    found = ways(page)
    for label, (link, count) in found.items():
        whole = link if link.startswith("/") else address + link.removeprefix(".")
        assert count > 0, label
        assert counted(get(whole).page) == count, (label, whole)
    return found


@only_mine
def test_each_filter_is_offered_without(get):
    placed("/acteurs/", "commune-29197", kind="cress", themes=[theme("sante")])
    placed("/acteurs/", "commune-29197", kind="fondation", themes=[theme("mobilite")])
    asked = {"territoire": "29197", "type": "cress", "theme": "mobilite", "tri": "nom"}
    page = get("/acteurs/", **asked).page
    assert titles(page) == []
    found = assert_lead_to_what_they_say(get, "/acteurs/", page)
    assert {label: count for label, (_, count) in found.items()} == {
        "Sans « CRESS »": 1,
        "Sans « Mobilité »": 1,
    }
    link, _ = found["Sans « CRESS »"]
    assert sorted(pairs(link)) == [
        ("territoire", "commune-29197"),
        ("theme", "mobilite"),
        ("tri", "nom"),
    ]


@only_mine
def test_wider_places_are_offered_when_they_hold_something(get):
    placed("/initiatives/", "commune-29019", title="Brest")
    placed("/initiatives/", "commune-56169", title="Morbihan")
    page = get("/initiatives/", territoire="29197").page
    found = assert_lead_to_what_they_say(get, "/initiatives/", page)
    assert {label: count for label, (_, count) in found.items()} == {
        "Dans le département Finistère (29)": 1,
        "Dans la région Bretagne": 2,
    }
    page = get("/initiatives/", territoire="2A004").page
    assert ways(page) == {}


@only_mine
def test_a_type_the_commune_is_not_of_is_a_way_out(get):
    zone(pvd=["29197"])
    support = placed("/appuis/", "france", kind="contrat")
    support.territory_types.add(TerritoryType.objects.get(slug="qpv"))
    page = get("/appuis/", territoire="29197").page
    assert titles(page) == []
    found = assert_lead_to_what_they_say(get, "/appuis/", page)
    assert "Dans la région Bretagne" in found


@only_mine
@every_directory
def test_words_known_elsewhere_lead_to_the_whole_portal(get, address):
    TermFactory(title="Girouette")
    ActorFactory(title="Moulin", body="Sa girouette.")
    DIRECTORIES[address](title="Ici")
    other = "girouette" if address not in ("/glossaire/", "/acteurs/") else "vilebrequin"
    if other == "vilebrequin":
        SupportFactory(title="Vilebrequin")
    page = get(address, q=other).page
    assert titles(page) == []
    found = assert_lead_to_what_they_say(get, address, page)
    link, count = found[f"« {other} » dans tout le portail"]
    assert link.startswith("/recherche/?")
    assert count == (2 if other == "girouette" else 1)
    assert not any("Aucune fiche" in one for one in notices(page))


@only_mine
@every_directory
def test_words_nobody_wrote_have_no_way_out_but_the_whole_list(get, address):
    DIRECTORIES[address]()
    page = get(address, q="zyxwv").page
    assert ways(page) == {}
    callout = page.select_one("#resultats .fr-callout")
    assert address in [link["href"] for link in callout.select("a")]


@only_mine
def test_the_cress_and_the_dla_of_the_place_are_to_be_called(get):
    for region, place_code in (("bretagne", "region-53"), ("corse", "region-94")):
        own = {"title": f"CRESS {region}", "slug": f"essai-{region}"}
        actor = ActorFactory(first_contact="1-cress", **own)
        actor.coverage.add(place(place_code))
    dla = ActorFactory(title="DLA du Finistère", first_contact="2-dla")
    dla.coverage.add(place("departement-29"))
    ActorFactory(title="Fonds", first_contact="4-financeur", coverage=[place("region-53")])
    ActorFactory(title="CRESS passée", first_contact="1-cress", archived=True).coverage.add(
        place("region-53")
    )
    ActorFactory(title="Tête nationale", first_contact="1-cress", coverage=[place("france")])
    page = get("/initiatives/", territoire="29197").page
    assert set(helpers(page)) == {"CRESS bretagne", "DLA du Finistère", "Tête nationale"}
    page = get("/appuis/", territoire="2A004", q="zyxwv").page
    assert set(helpers(page)) == {"CRESS corse", "Tête nationale"}
    page = get("/appuis/", q="zyxwv").page
    assert helpers(page) == ["Tête nationale"]


def test_the_project_s_own_cress_answers_for_each_of_some_towns(get):
    for insee, region in (("29197", "Bretagne"), ("2A004", "Corse"), ("97101", "Guadeloupe")):
        page = get("/initiatives/", territoire=insee, q="zyxwv").page
        assert any("CRESS" in name for name in helpers(page)), region


@only_mine
@every_full_directory
def test_a_list_that_holds_something_offers_no_way_out(get, address):
    DIRECTORIES[address](title="Seule")
    page = get(address).page
    assert page.select_one("#resultats .fr-callout") is None
    assert len(addresses(page)) == 1


QUESTIONS = [
    ("/acteurs/", {"territoire": "2A004", "type": "fondation", "theme": "sante", "q": "épicerie"}),
    ("/acteurs/", {"type": ["etudes", "elus"], "theme": "sante", "territoire": "97101"}),
    ("/appuis/", {"territoire": "29197", "type_territoire": "acv", "type": "contrat", "q": "vélo"}),
    ("/appuis/", {"theme": ["sante", "energie"], "q": "girouette", "type": "contrat"}),
    ("/initiatives/", {"territoire": "2B033", "theme": "culture-et-arts", "type": "lieu"}),
    ("/initiatives/", {"q": "CRESS", "type_territoire": "qpv", "theme": "energie"}),
    ("/ressources/", {"q": "CIGALES", "type": "loi", "theme": "energie"}),
    ("/leviers/", {"q": "épicerie", "theme": "energie", "type": "levier"}),
    ("/glossaire/", {"q": "plouhinec", "type": "forme"}),
    ("/chiffres-cles/", {"q": "plouhinec", "theme": "energie"}),
    ("/evenements/", {"q": "épicerie", "theme": "sante"}),
    ("/recherche/", {"q": "épicerie", "type": "evenement", "theme": "energie"}),
]


@pytest.mark.parametrize(("address", "asked"), QUESTIONS)
def test_ways_out_lead_to_exactly_what_they_announce(get, address, asked):
    assert asked.keys() <= filters_of(address).keys()
    page = get(address, **asked).page
    assert counted(page) == 0, "cette question devait ne rien trouver"
    assert_lead_to_what_they_say(get, address, page)
    assert helpers(page)
