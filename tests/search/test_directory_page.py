"""What a list page says around its results: counts, links to erase, kinds, help, ways out."""

import pytest

from search.filters import Option


def link(page, selector):
    """(words, address) of a link, or None."""
    found = page.select_one(selector)
    return found and (found.get_text(), found["href"])


def test_a_count_is_said_apart_from_its_label_and_with_its_thousands(get):
    assert Option("a", "a", "A", 12345, False).number == "12\u202f345"
    label = get("/appuis/").page.select_one("label[for=theme-sante]")
    count = label.span.extract().get_text()
    assert label.get_text() == "Santé "
    assert count.startswith("(")


def test_an_option_that_leads_to_nothing_is_disabled_where_it_was(get):
    full, empty = get("/appuis/").page, get("/appuis/", q="zzzzzz").page
    boxes = [[box["id"] for box in page.select("#facettes input")] for page in (full, empty)]
    assert boxes[0] == boxes[1]
    assert all(box.has_attr("disabled") for box in empty.select("#facettes input"))


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, None),
        ({"territoire": "29197"}, None),
        ({"theme": "sante"}, ("Tout effacer", ".")),
        (
            {"theme": "sante", "territoire": "29197"},
            ("Tout effacer sauf Plouhinec (29)", "?territoire=commune-29197"),
        ),
    ],
)
def test_erasing_is_offered_when_there_is_more_than_a_territory(get, parameters, expected):
    assert link(get("/appuis/", **parameters).page, ".active-filters a.fr-link") == expected


def test_from_the_filters_a_link_says_how_many_results_there_are(get):
    filters = {"theme": "sante", "q": "ruralités"}
    words = [
        get("/appuis/", **asked).page.select_one(".filter-results").get_text()
        for asked in ({"theme": "sante"}, filters, {"q": "zzzzzz"})
    ]
    assert words == ["Voir les 2 résultats", "Voir le résultat", "Aucun résultat : que faire ?"]


def test_the_number_of_boxes_ticked_is_said_on_what_folds_them(get):
    page = get("/appuis/", theme=["sante", "mobilite"], type="contrat", q="x").page
    assert page.select_one("#filtres-plies > summary").get_text() == "Filtres (3)"
    assert (
        get("/appuis/", q="x").page.select_one("#filtres-plies > summary").get_text() == "Filtres"
    )


def test_the_kind_of_a_result_is_said_first_where_kinds_are_mixed(get):
    def badge(address, q):
        return get(address, q=q).page.select_one(".hits .fr-badge").get_text()

    assert badge("/recherche/", "CRESS Bretagne") == "Acteur · CRESS"
    assert (
        badge("/recherche/", "société coopérative d’intérêt collectif")
        == "Glossaire · Forme juridique"
    )
    assert badge("/acteurs/", "CRESS Bretagne") == "CRESS"


@pytest.mark.parametrize("typed", ["plouhinec", "29780", "29197"])
def test_towns_are_found_by_name_and_by_code(get, typed):
    towns = get("/recherche/", q=typed).page.select("#communes-trouvees a")
    assert "Plouhinec (29)" in [town.get_text() for town in towns]


def test_without_a_question_the_search_helps_instead_of_listing_all(get):
    page = get("/recherche/").page
    assert page.title.get_text().startswith("Recherche – ")
    assert page.find(id="compte").get_text() == ""
    assert not page.select(".hits")
    listed = {one["href"] for one in page.select("#resultats .fr-tile a")}
    assert {"/appuis/", "/acteurs/", "/initiatives/", "/ressources/", "/glossaire/"} <= listed


def test_nothing_found_leaves_links_that_lead_somewhere_and_someone_to_call(get):
    page = get("/appuis/", theme="sante", type="contrat", territoire="29197").page
    ways = page.select(".fr-callout li a")
    assert ways
    for way in ways:
        address = way["href"] if way["href"].startswith("/") else f"/appuis/{way['href']}"
        assert get(address).page.select(".hits h3")
    assert "CRESS Bretagne" in [name.get_text() for name in page.select(".hits h3 a")]
    assert [one.get_text() for one in page.select("main h2")][-1] == (
        "Qui peut vous répondre à Plouhinec (29)"
    )
