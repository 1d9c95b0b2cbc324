"""The directories and their filters: what is kept, what is dropped, what the page says of it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from territories.models import TerritoryType
from tests.factories import LeverFactory
from tests.search.directories import (
    DIRECTORIES,
    NOUNS,
    ChallengeFactory,
    every_directory,
    pairs,
    place,
    placed,
    sentence,
    theme,
    titles,
    view_of,
)

pytestmark = pytest.mark.django_db


# Each filter of each directory: makes an entry « Gardée », one « Autre », and gives their values.


def by_theme(address):
    DIRECTORIES[address](title="Gardée", themes=[theme("sante")])
    DIRECTORIES[address](title="Autre", themes=[theme("mobilite")])
    return "sante", "mobilite"


def by_place(address):
    placed(address, "commune-29197", title="Gardée")
    placed(address, "commune-56169", title="Autre")
    return "commune-29197", "commune-56169"


def by_lever(address):
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
    for title, slug in (("Gardée", "pvd"), ("Autre", "qpv")):
        kind = TerritoryType.objects.get(slug=slug)
        DIRECTORIES[address](title=title, territory_types=[kind])
    return "pvd", "qpv"


def by_kind(kept, other):
    def make(address):
        DIRECTORIES[address](title="Gardée", kind=kept)
        DIRECTORIES[address](title="Autre", kind=other)
        return kept, other

    return make


CASES = {
    ("/acteurs/", "territoire"): by_place,
    ("/acteurs/", "theme"): by_theme,
    ("/acteurs/", "type"): by_kind("cress", "fondation"),
    ("/acteurs/", "levier"): by_lever,
    ("/acteurs/", "defi"): by_challenge,
    ("/appuis/", "territoire"): by_place,
    ("/appuis/", "theme"): by_theme,
    ("/appuis/", "type"): by_kind("contrat", "financement"),
    ("/appuis/", "levier"): by_lever,
    ("/appuis/", "defi"): by_challenge,
    ("/appuis/", "type_territoire"): by_territory_type,
    ("/initiatives/", "territoire"): by_place,
    ("/initiatives/", "theme"): by_theme,
    ("/initiatives/", "type"): by_kind("lieu", "publique"),
    ("/initiatives/", "levier"): by_lever,
    ("/initiatives/", "defi"): by_challenge,
    ("/ressources/", "theme"): by_theme,
    ("/ressources/", "type"): by_kind("etude", "loi"),
    ("/glossaire/", "type"): by_kind("forme", "agrement"),
    ("/chiffres-cles/", "theme"): by_theme,
    ("/evenements/", "theme"): by_theme,
}
every_filter = pytest.mark.parametrize(("address", "parameter"), CASES)
repeatable = [case for case in CASES if case[1] != "territoire"]


@pytest.fixture
def listed(get):
    """Titles listed at an address."""
    return lambda address, **parameters: titles(get(address, **parameters).page)


@every_directory
def test_each_filter_of_a_directory_is_tried_here(address):
    tried = {parameter for directory, parameter in CASES if directory == address}
    assert set(view_of(address).filterset_class.base_filters) == tried


@every_filter
def test_a_filter_keeps_and_drops(listed, address, parameter):
    kept, other = CASES[address, parameter](address)
    assert set(listed(address)) == {"Gardée", "Autre"}
    assert listed(address, **{parameter: kept}) == ["Gardée"]
    assert listed(address, **{parameter: other}) == ["Autre"]


@pytest.mark.parametrize(("address", "parameter"), repeatable)
def test_a_parameter_given_twice_keeps_both(get, address, parameter):
    values = CASES[address, parameter](address)
    DIRECTORIES[address](title="Écartée")
    page = get(address, **{parameter: values}).page
    kept = set(titles(page)) - {"Écartée"}
    assert kept == {"Gardée", "Autre"}
    # A support that names no territory type is for all of them.
    assert ("Écartée" in titles(page)) is (parameter == "type_territoire")


@pytest.mark.parametrize("address", ["/acteurs/", "/appuis/", "/initiatives/", "/ressources/"])
def test_two_parameters_must_both_be_met(listed, address):
    kinds = view_of(address).filterset_class.base_filters["type"].extra["choices"]
    (one, _), (other, _) = kinds[:2]
    DIRECTORIES[address](title="Gardée", kind=one, themes=[theme("sante")])
    DIRECTORIES[address](title="Autre thème", kind=one, themes=[theme("mobilite")])
    DIRECTORIES[address](title="Autre type", kind=other, themes=[theme("sante")])
    assert listed(address, theme="sante", type=one) == ["Gardée"]
    assert len(listed(address, theme=["sante", "mobilite"], type=[one, other])) == 3


@every_directory
def test_an_entry_that_meets_a_filter_twice_is_listed_once(listed, address):
    DIRECTORIES[address](title="Une fois", themes=[theme("sante"), theme("mobilite")])
    assert listed(address, theme=["sante", "mobilite"]) == ["Une fois"]


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
    none = get("/appuis/", type_territoire="pvd", theme=["sante", "mobilite"])
    assert sentence(none.page) == (
        "Aucun appui, thème Santé, thème Mobilité, type de territoire Petite ville de demain"
    )
    assert "Rien ne correspond à cette demande" in none.text


@every_filter
def test_an_active_filter_is_shown_and_leads_to_the_list_without_it(get, address, parameter):
    kept, _ = CASES[address, parameter](address)
    page = get(address, **{parameter: kept}).page
    tags = page.find("main").select("a.fr-tag--dismiss")
    assert [tag["href"] for tag in tags] == ["."]
    assert tags[0]["title"] == f"{tags[0].get_text()} – retirer ce filtre"


def test_active_filters_are_removed_one_by_one(get):
    active = [
        ("territoire", "commune-29197"),
        ("theme", "sante"),
        ("theme", "mobilite"),
        ("type", "cress"),
    ]
    page = get("/acteurs/", territoire="29197", theme=["sante", "mobilite"], type="cress").page
    left = [pairs(tag["href"]) for tag in page.select("a.fr-tag--dismiss")]
    assert left == [[pair for pair in active if pair != gone] for gone in active]


@every_directory
def test_without_a_filter_no_active_filter_is_announced(get, address):
    DIRECTORIES[address]()
    answer = get(address)
    assert "Filtres actifs" not in answer.text
    assert not answer.page.select("a.fr-tag--dismiss")


@every_directory
def test_pages_hold_each_entry_once_even_of_the_same_title(get, monkeypatch, address):
    monkeypatch.setattr(view_of(address), "paginate_by", 2)
    for number in range(7):
        DIRECTORIES[address](title="Même titre", slug=f"meme-titre-{number}")
    addresses = [
        link["href"]
        for page in (1, 2, 3, 4)
        for link in get(address, page=page).page.find("main").select(".fr-card__title a, dl dt a")
    ]
    assert len(addresses) == len(set(addresses)) == 7
    get(address, page=5, status=404)


@every_filter
def test_links_of_the_pagination_keep_the_filters(get, monkeypatch, address, parameter):
    monkeypatch.setattr(view_of(address), "paginate_by", 1)
    values = [*CASES[address, parameter](address)]
    if parameter == "territoire":
        placed(address, "commune-29197")
        values = values[:1]
    page = get(address, **{parameter: values}).page
    links = [link["href"] for link in page.select("nav.fr-pagination a[href]")]
    assert {dict(pairs(link))["page"] for link in links} == {"2"}
    for link in links:
        kept = [value for name, value in pairs(link) if name == parameter]
        assert sorted(kept) == sorted(values)
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


@every_directory
def test_as_many_queries_for_one_entry_as_for_twelve(client, address):
    def make():
        entry = DIRECTORIES[address](themes=[theme("sante"), theme("mobilite")])
        for relation in ("coverage", "places"):
            if hasattr(entry, relation):
                getattr(entry, relation).add(place("region-53"), place("commune-29197"))
        if hasattr(entry, "territory_types"):
            entry.territory_types.add(*TerritoryType.objects.all()[:2])

    def count(**parameters):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, parameters).status_code == 200
        return len(queries)

    make()
    filters = {"theme": "sante", "territoire": "commune-29197"}
    count()
    one = count(), count(**filters)
    for _ in range(11):
        make()
    assert (count(), count(**filters)) == one
