"""The directories and their filters: what is kept, what is dropped, what the page says of it."""

import datetime
import re

import pytest

from search.filters import spaced
from territories.models import TerritoryType
from tests.factories import LeverFactory
from tests.search.directories import (
    DIRECTORIES,
    FOR_EVERY_TOWN,
    FULL,
    NOUNS,
    PLACED,
    ChallengeFactory,
    ToolFactory,
    addresses,
    boxes,
    every_directory,
    filters_of,
    label_of,
    pairs,
    place,
    placed,
    sentence,
    tags,
    theme,
    titles,
    view_of,
    zone,
)

pytestmark = pytest.mark.usefixtures("only_mine")


# Each filter of each directory: makes an entry « Gardée », one « Autre », and gives their values.


def by_words(address):
    DIRECTORIES[address](title="Gardée", summary="Un moulin.")
    DIRECTORIES[address](title="Autre", summary="Un potager.")
    return "moulin", "potager"


def by_theme(address):
    DIRECTORIES[address](title="Gardée", themes=[theme("sante")])
    DIRECTORIES[address](title="Autre", themes=[theme("mobilite")])
    return "sante", "mobilite"


def by_place(address):
    placed(address, "commune-29197", title="Gardée")
    placed(address, "commune-56169", title="Autre")
    return "commune-29197", "commune-56169"


def by_lever(address):
    if address == "/leviers/":
        return [LeverFactory(title=title).slug for title in ("Gardée", "Autre")]
    levers = [LeverFactory(title="Levier gardé"), LeverFactory(title="Levier autre")]
    for title, lever in zip(["Gardée", "Autre"], levers, strict=True):
        DIRECTORIES[address](title=title).levers.add(lever)
    return [lever.slug for lever in levers]


def by_challenge(address):
    challenges = [ChallengeFactory(title="Défi gardé"), ChallengeFactory(title="Défi autre")]
    for title, challenge in zip(["Gardée", "Autre"], challenges, strict=True):
        DIRECTORIES[address](title=title).challenges.add(challenge)
    return [challenge.slug for challenge in challenges]


def by_territory_type(address):
    """Actors are of the types of the communes they cover; others name theirs."""
    zone(pvd=["29197"], qpv=["56169"])
    for title, slug, code in (("Gardée", "pvd", "29197"), ("Autre", "qpv", "56169")):
        if address == "/acteurs/":
            placed(address, f"commune-{code}", title=title)
        else:
            kind = TerritoryType.objects.get(slug=slug)
            DIRECTORIES[address](title=title).territory_types.add(kind)
    return "pvd", "qpv"


def by_kind(kept, other):
    def make(address):
        DIRECTORIES[address](title="Gardée", kind=kept)
        DIRECTORIES[address](title="Autre", kind=other)
        return kept, other

    return make


def lever_or_tool(address):
    ToolFactory(title="Autre", lever=LeverFactory(title="Gardée"))
    return "levier", "outil"


KINDS = {
    "/acteurs/": by_kind("cress", "fondation"),
    "/appuis/": by_kind("contrat", "financement"),
    "/initiatives/": by_kind("lieu", "publique"),
    "/ressources/": by_kind("etude", "loi"),
    "/leviers/": lever_or_tool,
    "/glossaire/": by_kind("forme", "agrement"),
}
CASES = {
    **{(address, "q"): by_words for address in DIRECTORIES},
    **{(address, "territoire"): by_place for address in PLACED},
    **{(address, "type_territoire"): by_territory_type for address in PLACED},
    **{(address, "theme"): by_theme for address in DIRECTORIES if address != "/glossaire/"},
    **{(address, "type"): make for address, make in KINDS.items()},
    **{(address, "levier"): by_lever for address in FULL},
    **{(address, "defi"): by_challenge for address in FULL},
}
# Entries for every town are kept by any territory and any territory type.
KEEPING_ALL = {
    (address, parameter): values
    for address in FOR_EVERY_TOWN
    for parameter, values in {
        "territoire": ("commune-29197", "2A004", "departement-56", "region-53", "france"),
        "type_territoire": ("pvd", "qpv"),
    }.items()
}
every_filter = pytest.mark.parametrize(("address", "parameter"), CASES)
repeatable = [case for case in CASES if case[1] not in ("territoire", "q")]
every_repeatable_filter = pytest.mark.parametrize(("address", "parameter"), repeatable)


@every_directory
def test_each_filter_of_a_directory_is_tried_here(address):
    tried = {parameter for directory, parameter in (*CASES, *KEEPING_ALL) if directory == address}
    assert set(filters_of(address)) == {*tried, "tri"}


def test_five_directories_take_every_filter_and_the_others_fewer():
    every = {"q", "territoire", "type_territoire", "theme", "levier", "defi", "type", "tri"}
    taken = {address: set(filters_of(address)) for address in DIRECTORIES}
    assert taken == {
        **dict.fromkeys(FULL, every),
        "/evenements/": {"q", "theme", "tri"},
        "/chiffres-cles/": {"q", "theme", "tri"},
        "/glossaire/": {"q", "type", "tri"},
    }


@every_filter
def test_a_filter_keeps_and_drops(listed, address, parameter):
    kept, other = CASES[address, parameter](address)
    assert set(listed(address)) == {"Gardée", "Autre"}
    assert listed(address, **{parameter: kept}) == ["Gardée"]
    assert listed(address, **{parameter: other}) == ["Autre"]


@pytest.mark.parametrize(("address", "parameter"), KEEPING_ALL)
def test_what_is_for_every_town_is_kept_by_any_place(listed, address, parameter):
    DIRECTORIES[address](title="Une")
    DIRECTORIES[address](title="Deux")
    for value in KEEPING_ALL[address, parameter]:
        assert set(listed(address, **{parameter: value})) == {"Une", "Deux"}, value


@every_repeatable_filter
def test_a_parameter_given_twice_keeps_both(get, address, parameter):
    values = CASES[address, parameter](address)
    DIRECTORIES[address](title="Écartée")
    page = get(address, **{parameter: values}).page
    kept = set(titles(page)) - {"Écartée"}
    assert kept == {"Gardée", "Autre"}
    # An entry that names no territory type is for all of them; levers have two types only.
    passes = parameter == "type_territoire" or (address, parameter) == ("/leviers/", "type")
    assert ("Écartée" in titles(page)) is passes


@pytest.mark.parametrize("address", [*PLACED, "/ressources/"])
def test_two_parameters_must_both_be_met(listed, address):
    kinds = filters_of(address)["type"].extra["choices"]
    (one, _), (other, _) = kinds[:2]
    DIRECTORIES[address](title="Gardée", kind=one, themes=[theme("sante")])
    DIRECTORIES[address](title="Autre thème", kind=one, themes=[theme("mobilite")])
    DIRECTORIES[address](title="Autre type", kind=other, themes=[theme("sante")])
    assert listed(address, theme="sante", type=one) == ["Gardée"]
    assert len(listed(address, theme=["sante", "mobilite"], type=[one, other])) == 3


@every_directory
def test_an_entry_that_meets_a_filter_twice_is_listed_once(get, address):
    DIRECTORIES[address](title="Une fois", themes=[theme("sante"), theme("mobilite")])
    page = get(address, theme=["sante", "mobilite"], q="fois une").page
    assert titles(page) == ["Une fois"]
    assert sentence(page).startswith(NOUNS[address][1])


@pytest.mark.parametrize("address", PLACED)
def test_an_entry_of_several_places_is_listed_once(get, address):
    entry = placed(address, "commune-29197", title="Une fois")
    relation = getattr(entry, PLACED[address])
    relation.add(place("departement-29"), place("region-53"), place("commune-29019"))
    for asked in ("29197", "departement-29", "region-53", "france"):
        page = get(address, territoire=asked).page
        assert titles(page) == ["Une fois"]
        assert sentence(page).startswith(NOUNS[address][1])


@every_directory
def test_the_sentence_counts_what_is_shown(get, address):
    for expected in NOUNS[address]:
        assert sentence(get(address).page) == expected
        DIRECTORIES[address]()


def test_the_sentence_says_place_and_filters_in_french(get):
    placed("/acteurs/", "region-53", kind="cress", themes=[theme("sante")])
    one = get("/acteurs/", territoire="29197", theme="sante", type="cress")
    assert sentence(one.page) == "1 acteur pour Plouhinec (29), thème Santé, type CRESS"
    assert one.page.title.get_text().startswith(sentence(one.page))
    assert "Rien ne correspond à cette demande" not in one.text
    none = get("/appuis/", type_territoire="pvd", theme=["sante", "mobilite"])
    assert sentence(none.page) == (
        "Aucun appui pour une Petite ville de demain, thème Santé ou Mobilité"
    )
    assert "Rien ne correspond à cette demande" in none.text


def test_the_sentence_says_types_of_territory_then_filters_then_the_place(get):
    zone(pvd=["29197"])
    for _ in range(2):
        placed("/appuis/", "commune-29197", themes=[theme("alimentation-et-agriculture")])
    asked = {
        "type_territoire": "pvd",
        "theme": "alimentation-et-agriculture",
        "territoire": "29197",
    }
    assert sentence(get("/appuis/", **asked).page) == (
        "2 appuis pour une Petite ville de demain, "
        "thème Alimentation et agriculture, à Plouhinec (29)"
    )
    asked |= {"q": "entrée", "type_territoire": ["pvd", "qpv"], "type": "dispositif"}
    assert sentence(get("/appuis/", **asked).page) == (
        "2 appuis avec « entrée » pour une Petite ville de demain "
        "ou une commune qui a un quartier prioritaire, "
        "thème Alimentation et agriculture, type Accompagnement, à Plouhinec (29)"
    )


def test_the_sentence_says_words_then_place_then_filters(get):
    placed("/initiatives/", "departement-29", title="Épicerie", themes=[theme("sante")])
    page = get("/initiatives/", q="épicerie", territoire="departement-29", theme="sante").page
    assert sentence(page) == "1 initiative avec « épicerie » pour Finistère (29), thème Santé"


def test_thousands_are_separated_by_a_thin_space():
    assert [spaced(number) for number in (1, 999, 12345)] == ["1", "999", "12\u202f345"]


@every_filter
def test_an_active_filter_is_shown_and_leads_to_the_list_without_it(get, address, parameter):
    kept, _ = CASES[address, parameter](address)
    page = get(address, **{parameter: kept}).page
    (tag,) = page.find("main").select("a.fr-tag--dismiss")
    assert tag["href"] == "."
    assert tag["title"] == f"{tag.get_text()} – retirer ce filtre"
    if parameter == "q":
        assert tag.get_text() == "« moulin »"
    if (parameter, kept) in boxes(page):
        assert tag.get_text() == label_of(page, boxes(page)[parameter, kept])[0]


def test_active_filters_are_removed_one_by_one(get):
    active = [
        ("q", "moulin"),
        ("territoire", "commune-29197"),
        ("theme", "sante"),
        ("theme", "mobilite"),
        ("type", "cress"),
    ]
    asked = {"territoire": "29197", "theme": ["sante", "mobilite"], "type": "cress"}
    page = get("/acteurs/", q="moulin", **asked).page
    left = [pairs(address) for address in tags(page).values()]
    assert left == [[pair for pair in active if pair != gone] for gone in active]


@every_directory
def test_without_a_filter_no_active_filter_is_announced(get, address):
    DIRECTORIES[address]()
    answer = get(address)
    assert "Filtres actifs" not in answer.text
    assert not answer.page.select("a.fr-tag--dismiss")


@pytest.mark.parametrize("address", FULL)
def test_clearing_everything_keeps_the_place_and_nothing_else(get, address):
    DIRECTORIES[address]()
    asked = {"q": "moulin", "theme": "sante", "tri": "nom"}
    for place_asked, left in (({"territoire": "29197"}, "?territoire=commune-29197"), ({}, ".")):
        page = get(address, **asked, **place_asked).page
        (link,) = page.find_all("a", string=re.compile("^Tout effacer"))
        assert link["href"] == left


@every_directory
def test_pages_hold_each_entry_once_even_of_the_same_title(get, monkeypatch, address):
    monkeypatch.setattr(view_of(address), "paginate_by", 2)
    for number in range(7):
        DIRECTORIES[address](title="Même titre", slug=f"meme-titre-{number}")
    for asked in ({"tri": "nom"}, {"tri": "recent"}, {"q": "titre"}):
        pages = [get(address, page=page, **asked).page for page in (1, 2, 3, 4)]
        found = [one for page in pages for one in addresses(page)]
        assert len(found) == len(set(found)) == 7, asked
        get(address, page=5, status=404, **asked)


@pytest.mark.parametrize(("address", "parameter"), [*CASES, *KEEPING_ALL])
def test_links_of_the_pagination_keep_the_filters(get, monkeypatch, address, parameter):
    monkeypatch.setattr(view_of(address), "paginate_by", 1)
    if (address, parameter) in KEEPING_ALL:
        values = [KEEPING_ALL[address, parameter][0]]
        DIRECTORIES[address](), DIRECTORIES[address]()
    else:
        values = [*CASES[address, parameter](address)]
    if parameter == "territoire" and address in PLACED:
        placed(address, "commune-29197")
    elif parameter == "q":
        DIRECTORIES[address](summary="Un autre moulin.")
    if parameter in ("territoire", "q"):
        values = values[:1]
    page = get(address, tri="nom", **{parameter: values}).page
    links = [link["href"] for link in page.select("nav.fr-pagination a[href]")]
    assert {dict(pairs(link))["page"] for link in links} == {"2"}
    for link in links:
        kept = [value for name, value in pairs(link) if name == parameter]
        assert sorted(kept) == sorted(values)
        assert ("tri", "nom") in pairs(link)
    assert len(titles(get(f"{address}{links[0]}").page)) == 1


@every_directory
def test_drafts_and_archives_are_never_listed(get, address):
    make = DIRECTORIES[address]
    make(title="Publiée", themes=[theme("sante")])
    make(draft=True, themes=[theme("sante")])
    make(archived=True, themes=[theme("sante")])
    make(status="relecture", published_on=datetime.date(2026, 11, 1), themes=[theme("sante")])
    for parameters in ({}, {"theme": "sante"}):
        page = get(address, **parameters).page
        assert titles(page) == ["Publiée"]
        assert sentence(page).startswith(NOUNS[address][1])
