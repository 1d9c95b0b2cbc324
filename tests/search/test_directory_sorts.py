"""`tri` and the usual orders: what comes first, and that a sort changes nothing else."""

import datetime

import pytest

from search.fields import SORTS
from tests.factories import (
    ActorFactory,
    InitiativeFactory,
    LeverFactory,
    PublicationFactory,
    SupportFactory,
)
from tests.search.directories import (
    DIRECTORIES,
    PLACED,
    EventFactory,
    ToolFactory,
    addresses,
    counted,
    every_directory,
    every_placed_directory,
    filters_of,
    links,
    notices,
    pairs,
    place,
    placed,
    problems,
    sorts,
    theme,
    titles,
    view_of,
)

only_mine = pytest.mark.usefixtures("only_mine")
NO_CENTRE = "Pour trier par proximité, indiquez votre commune."
EVERY_LIST = [*DIRECTORIES, "/recherche/"]


@only_mine
@every_directory
def test_names_are_sorted_without_regard_to_accents_ligatures_and_case(listed, address):
    expected = ["abri", "Éclair", "écluse", "Edelweiss", "Œuvre", "oeuvrer", "Ogre", "Zinc"]
    for title in reversed(expected):
        DIRECTORIES[address](title=title)
    assert listed(address, tri="nom") == expected


@only_mine
@every_directory
def test_the_latest_come_first_when_asked(listed, address):
    for title, day in (("Deux", 2), ("Un", 1), ("Trois", 3)):
        DIRECTORIES[address](title=title, published_on=datetime.date(2026, 5, day))
    assert listed(address, tri="recent") == ["Trois", "Deux", "Un"]


@only_mine
@every_directory
@pytest.mark.parametrize("sort", ["nom", "recent", "pertinence", "proximite"])
def test_entries_alike_in_every_way_keep_their_order_across_pages(get, monkeypatch, address, sort):
    monkeypatch.setattr(view_of(address), "paginate_by", 3)
    for number in range(8):
        entry = DIRECTORIES[address](title="Moulin", slug=f"moulin-{number}")
        if address in PLACED:
            getattr(entry, PLACED[address]).add(place("commune-29197"))
    asked = {"q": "moulin", "tri": sort, "territoire": "29197"}
    pages = [addresses(get(address, page=page, **asked).page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [3, 3, 2]
    assert len({one for page in pages for one in page}) == 8
    assert [addresses(get(address, page=page, **asked).page) for page in (1, 2, 3)] == pages


@only_mine
@every_directory
def test_relevance_is_the_usual_order_of_words_and_can_be_left(get, address):
    DIRECTORIES[address](title="Abri", body="Un moulin.")
    DIRECTORIES[address](title="Moulin")
    page = get(address, q="moulin").page
    assert titles(page) == titles(get(address, q="moulin", tri="pertinence").page)
    assert titles(page) == ["Moulin", "Abri"]
    assert titles(get(address, q="moulin", tri="nom").page) == ["Abri", "Moulin"]
    offered, current = sorts(page)
    assert current == "Pertinence"
    assert "Pertinence" in offered


@only_mine
@every_directory
def test_relevance_without_words_is_the_usual_order(get, address):
    for title in ("Bac", "Abri"):
        DIRECTORIES[address](title=title)
    usual = get(address, tri="pertinence").page
    assert titles(usual) == titles(get(address).page)
    assert notices(usual) == []
    assert "Pertinence" not in sorts(usual)[0]


# From Plouhinec (29): Audierne is 4 km away, Quimper some 30, Plouhinec (56) 100, Ajaccio 1 240.
NEAR_TO_FAR = ["commune-29197", "commune-29003", "commune-29232", "commune-56169", "commune-2A004"]


@only_mine
@pytest.mark.parametrize("address", ["/acteurs/", "/initiatives/", "/recherche/"])
def test_the_nearest_come_first_and_those_without_a_place_last(get, address):
    make = ActorFactory if address != "/initiatives/" else InitiativeFactory
    relation = "coverage" if make is ActorFactory else "places"
    for code in reversed(NEAR_TO_FAR):
        getattr(make(title=code), relation).add(place(code), place("france"))
    getattr(make(title="Partout"), relation).add(place("france"))
    page = get(address, territoire="29197", tri="proximite").page
    assert titles(page) == [*NEAR_TO_FAR, "Partout"]
    assert notices(page) == []
    shown = [distance(link) for link in links(page)]
    assert shown[0] == "sur place"
    assert shown[-1] is None
    kilometres = [int(one.removeprefix("à ").removesuffix(" km")) for one in shown[1:-1]]
    assert kilometres == sorted(kilometres)
    assert 1 <= kilometres[0] <= 6
    assert 25 <= kilometres[1] <= 35
    assert 90 <= kilometres[2] <= 110
    assert 1200 <= kilometres[3] <= 1300
    assert sorts(page)[1] == "Proximité"


def distance(link):
    card = link.find_parent(class_="fr-card")
    told = [one.get_text() for one in card.select(".fr-card__end .fr-card__detail")]
    return next((one for one in told if one == "sur place" or one.endswith(" km")), None)


@only_mine
def test_distance_is_measured_from_the_place_asked_for(listed):
    for code in NEAR_TO_FAR:
        ActorFactory(title=code, coverage=[place(code), place("france")])
    found = listed("/acteurs/", territoire="56169", tri="proximite")
    assert found[0] == "commune-56169"
    assert found[-1] == "commune-2A004"
    found = listed("/acteurs/", territoire="2A004", tri="proximite")
    assert found[0] == "commune-2A004"


@only_mine
@pytest.mark.parametrize("address", ["/acteurs/", "/initiatives/"])
def test_an_entry_of_several_places_uses_the_nearest(get, address):
    for title, codes in {
        "Près et loin": ["commune-2A004", "commune-29003"],
        "Loin": ["commune-2A004"],
        "Moyen": ["commune-29232"],
    }.items():
        entry = DIRECTORIES[address](title=title)
        getattr(entry, PLACED[address]).set([place(code) for code in [*codes, "france"]])
    page = get(address, territoire="29197", tri="proximite").page
    assert titles(page) == ["Près et loin", "Moyen", "Loin"]
    assert distance(links(page)[0]) in {"à 3 km", "à 4 km", "à 5 km"}


@only_mine
def test_an_actor_is_where_its_seat_is(get):
    ActorFactory(title="Loin", seat=place("commune-2A004"), coverage=[place("commune-29197")])
    ActorFactory(title="Près", seat=place("commune-29003"), coverage=[place("region-53")])
    page = get("/acteurs/", territoire="29197", tri="proximite").page
    assert titles(page) == ["Près", "Loin"]


@only_mine
def test_entries_as_near_are_sorted_by_name(listed):
    for title in ("Écluse", "Zinc", "abri"):
        placed("/acteurs/", "commune-29197", title=title)
    assert listed("/acteurs/", territoire="29197", tri="proximite") == ["abri", "Écluse", "Zinc"]


@only_mine
@every_placed_directory
def test_without_a_place_proximity_is_the_usual_order_and_is_said(get, address):
    for title, code in (("Bac", "commune-29197"), ("Abri", "commune-56169")):
        placed(address, code, title=title)
    for asked in ({}, {"territoire": ""}):
        page = get(address, tri="proximite", **asked).page
        assert titles(page) == ["Abri", "Bac"]
        assert "Proximité" not in sorts(page)[0]
        assert notices(page) == [NO_CENTRE], asked


@only_mine
@every_placed_directory
def test_proximity_is_only_offered_for_a_place_on_the_map(get, address):
    for _ in range(2):
        placed(address, "commune-29197")
    assert "Proximité" in sorts(get(address, territoire="29197").page)[0]
    assert "Proximité" not in sorts(get(address).page)[0]


@only_mine
def test_supports_that_are_over_come_last_unless_asked_otherwise(get):
    SupportFactory(title="Abri", availability="termine")
    SupportFactory(title="Bac", availability="a-verifier")
    SupportFactory(title="Col", availability="ouvert")
    page = get("/appuis/").page
    assert titles(page) == ["Bac", "Col", "Abri"]
    assert titles(get("/appuis/", tri="nom").page) == ["Abri", "Bac", "Col"]


@only_mine
def test_publications_come_latest_first_then_by_title(listed):
    for title, year in (("Vieux", 2001), ("B", 2025), ("É", 2025), ("A", 2025), ("Sans", None)):
        PublicationFactory(title=title, year=year)
    assert listed("/ressources/") == ["A", "B", "É", "Vieux", "Sans"]


@only_mine
def test_events_come_latest_first_those_without_a_date_last(listed):
    for title, day in (("Mars", datetime.date(2026, 3, 1)), ("Mai", datetime.date(2026, 5, 1))):
        EventFactory(title=title, starts_on=day)
    EventFactory(title="Un jour")
    assert listed("/evenements/") == ["Mai", "Mars", "Un jour"]


@only_mine
def test_levers_come_by_number_each_followed_by_its_tools(listed):
    second, first = LeverFactory(title="Deux", number=52), LeverFactory(title="Un", number=9)
    for title, lever, order in (("1b", first, 1), ("2a", second, 0), ("1a", first, 0)):
        ToolFactory(title=title, slug=f"outil-{title}", lever=lever, order=order)
    expected = ["Un", "1a", "1b", "Deux", "2a"]
    assert listed("/leviers/") == expected
    assert listed("/leviers/", type=["levier", "outil"]) == expected


@only_mine
@pytest.mark.parametrize(
    "address", ["/acteurs/", "/initiatives/", "/glossaire/", "/chiffres-cles/"]
)
def test_the_usual_order_of_the_others_is_by_name(listed, address):
    for title in ("Zinc", "Écluse", "abri"):
        DIRECTORIES[address](title=title)
    assert listed(address) == ["abri", "Écluse", "Zinc"]


@pytest.mark.parametrize("address", EVERY_LIST)
def test_every_sort_gives_the_same_entries(get, monkeypatch, address):
    monkeypatch.setattr(view_of(address), "paginate_by", 1000)
    # The bare page of the search lists nothing: it says how to search.
    bare = {} if address in DIRECTORIES else {"theme": "sante"}
    states = [bare, {"q": "association"}, {"q": "projet", "territoire": "29197", "theme": "sante"}]
    for asked in states:
        mine = {name: value for name, value in asked.items() if name in filters_of(address)}
        found = {}
        for sort in ("", *SORTS, "inconnu"):
            page = get(address, tri=sort, **mine).page
            assert problems(page) == []
            found[sort] = sorted(addresses(page))
            assert counted(page) == len(found[sort]) or address == "/leviers/"
        same = found.pop("nom")
        assert all(entries == same for entries in found.values()), mine


@only_mine
@every_directory
def test_links_of_sorts_keep_the_filters_and_go_back_to_the_first_page(get, monkeypatch, address):
    monkeypatch.setattr(view_of(address), "paginate_by", 1)
    for _ in range(3):
        entry = DIRECTORIES[address](themes=[theme("sante")], summary="Un moulin.")
        if address in PLACED:
            getattr(entry, PLACED[address]).add(place("commune-29197"))
    asked = {"q": "moulin", "territoire": "commune-29197", "theme": ["sante", "mobilite"]}
    mine = {name: value for name, value in asked.items() if name in filters_of(address)}
    page = get(address, page=2, tri="nom", **mine).page
    offered, current = sorts(page)
    assert current == "Nom"
    labels = {"Pertinence", "Nom", "Plus récents", "Proximité"}
    assert set(offered) == (labels if "territoire" in mine else labels - {"Proximité"})
    kept = [
        (name, one)
        for name, value in mine.items()
        for one in ([value] if isinstance(value, str) else value)
    ]
    for label, link in offered.items():
        left = [pair for pair in pairs(link) if pair[0] != "tri"]
        assert sorted(left) == sorted(kept), label
        assert counted(get(address + link).page) == 3
        assert sorts(get(address + link).page)[1] == label
    hidden = page.select_one("#filtres input[type=hidden][name=tri]")
    assert hidden["value"] == "nom"
    for tag in page.select("a.fr-tag--dismiss"):
        assert ("tri", "nom") in pairs(tag["href"])
    for link in page.select("nav.fr-pagination a[href]"):
        assert ("tri", "nom") in pairs(link["href"])
        assert set(kept) <= set(pairs(link["href"]))
