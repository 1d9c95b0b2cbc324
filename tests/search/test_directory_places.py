"""`territoire` on the directories: a code, an INSEE code or a name, and what it keeps."""

import pytest

from tests.search.directories import (
    DIRECTORIES,
    FOR_EVERY_TOWN,
    NOUNS,
    every_placed_directory,
    label_of,
    pairs,
    placed,
    problems,
    sentence,
    titles,
)

pytestmark = pytest.mark.usefixtures("only_mine")

LINE = ["france", "region-53", "departement-29", "epci-242900629", "commune-29197"]
INSIDE_FINISTERE = [*LINE, "commune-29019"]
INSIDE_BRETAGNE = [*INSIDE_FINISTERE, "departement-56", "commune-56169"]
EVERYWHERE = [*INSIDE_BRETAGNE, "region-27", "departement-2A", "commune-2A004"]
CORSICA = ["france", "departement-2A", "commune-2A004"]


# What is asked, and the places of the entries it keeps.
ASKED = [
    ("29197", LINE),
    ("commune-29197", LINE),
    ("Commune-29197", LINE),
    (" 29197 ", LINE),
    ("29780", LINE),
    ("Plouhinec (29)", LINE),
    ("departement-29", INSIDE_FINISTERE),
    ("finistère", INSIDE_FINISTERE),
    ("epci-242900629", LINE),
    ("region-53", INSIDE_BRETAGNE),
    ("france", EVERYWHERE),
    ("2A004", CORSICA),
    ("2a004", CORSICA),
    ("commune-2A004", CORSICA),
    ("commune-2a004", CORSICA),
    ("departement-2A", CORSICA),
    ("ajaccio", CORSICA),
    ("departement-2B", ["france"]),
    ("75056", ["france"]),
    ("75112", ["france"]),
    ("", EVERYWHERE),
    ("   ", EVERYWHERE),
]


@every_placed_directory
def test_a_place_keeps_what_covers_it_and_what_lies_inside(get, address):
    for code in EVERYWHERE:
        placed(address, code, title=code)
    for asked, kept in ASKED:
        page = get(address, territoire=asked).page
        assert set(titles(page)) == set(kept), asked
        assert problems(page) == [], asked


@every_placed_directory
def test_an_entry_without_a_place_is_shown_for_no_place(get, address):
    placed(address, "france", title="Partout")
    entry = placed(address, "france", title="Nulle part")
    getattr(entry, "places" if address == "/initiatives/" else "coverage").clear()
    assert set(titles(get(address).page)) == {"Partout", "Nulle part"}
    for code in ("france", "29197", "departement-29"):
        assert titles(get(address, territoire=code).page) == ["Partout"]


@pytest.mark.parametrize("address", FOR_EVERY_TOWN)
def test_a_place_keeps_all_that_is_for_every_town(get, address):
    DIRECTORIES[address](title="Une")
    DIRECTORIES[address](title="Deux")
    for asked, _ in ASKED:
        page = get(address, territoire=asked).page
        assert set(titles(page)) == {"Une", "Deux"}, asked
        assert problems(page) == [], asked
    page = get(address, territoire="29197").page
    assert sentence(page) == f"{NOUNS[address][2]} pour Plouhinec (29)"
    page = get(address, territoire="xyz").page
    assert titles(page) == []
    assert len(problems(page)) == 1


# What is asked, and the name of the place understood.
UNDERSTOOD = [
    ("29197", "Plouhinec (29)"),
    ("saint-loup-sur-semouse", "Saint-Loup-sur-Semouse (70)"),
    ("st loup sur semouse", "Saint-Loup-sur-Semouse (70)"),
    ("Bellegarde-sur-Valserine", "Valserhône (01)"),
    ("13201", "Marseille (13)"),
    ("departement-2A", "Corse-du-Sud (2A)"),
    ("Finistère", "Finistère (29)"),
    ("region-53", "Bretagne"),
    ("cc cap sizun pointe du raz", "CC Cap Sizun - Pointe du Raz"),
    ("Y", "Y (80)"),
    ("france", "France"),
]


@every_placed_directory
def test_the_sentence_names_the_place_understood(get, address):
    placed(address, "france")
    for asked, named in UNDERSTOOD:
        page = get(address, territoire=asked).page
        assert sentence(page).startswith("1 "), asked
        assert sentence(page).endswith(f" pour {named}")
        assert [tag.get_text() for tag in page.select("a.fr-tag--dismiss")] == [named]


@every_placed_directory
def test_an_ambiguous_name_offers_its_territories_and_keeps_the_other_filters(get, address):
    kind = {"/acteurs/": "cress", "/appuis/": "contrat", "/initiatives/": "lieu"}[address]
    placed(address, "commune-29197", title="Finistère", kind=kind)
    placed(address, "commune-56169", title="Morbihan", kind=kind)
    page = get(address, territoire="Plouhinec", type=kind).page
    assert problems(page) == [
        "Plusieurs territoires répondent à « Plouhinec » : choisissez le vôtre."
    ]
    assert titles(page) == []
    offered = {link.get_text(): link["href"] for link in page.select("#resultats li a[href^='?']")}
    offered = {label: href for label, href in offered.items() if label.startswith("Plouhinec")}
    assert {label: pairs(href) for label, href in offered.items()} == {
        "Plouhinec (29)": [("type", kind), ("territoire", "commune-29197")],
        "Plouhinec (56)": [("type", kind), ("territoire", "commune-56169")],
    }
    chosen = get(f"{address}{offered['Plouhinec (29)']}").page
    assert titles(chosen) == ["Finistère"]
    assert sentence(chosen).endswith(f"pour Plouhinec (29), type {type_label(page, kind)}")


def type_label(page, kind):
    box = page.find("input", {"name": "type", "value": kind})
    return label_of(page, box)[0]


@every_placed_directory
@pytest.mark.parametrize(
    ("asked", "labels"),
    [
        ("Paris", {"Paris (75)", "Paris (75), département"}),
        ("bretagne", {"Bretagne (36)", "Bretagne (90)", "Bretagne, région"}),
        ("la réunion", {"La Réunion (47)", "La Réunion (974), département", "La Réunion, région"}),
    ],
)
def test_a_name_of_several_levels_offers_them_all(get, address, asked, labels):
    page = get(address, territoire=asked).page
    assert labels == {link.get_text() for link in page.select("#resultats li a[href^='?']")}


@every_placed_directory
def test_the_beginning_of_a_name_is_no_name_and_offers_the_one_that_begins_so(get, address):
    placed(address, "commune-70467", title="Ici")
    page = get(address, territoire="st loup sur sem").page
    assert problems(page) == [
        "Aucun territoire ne s’appelle « st loup sur sem ». Pensiez-vous à celui-ci ?"
    ]
    assert titles(page) == []
    (link,) = page.select("#resultats li a[href^='?']")
    assert link.get_text() == "Saint-Loup-sur-Semouse (70)"
    assert titles(get(address + link["href"]).page) == ["Ici"]


def test_an_intercommunalite_is_offered_when_its_name_is_not_whole(get):
    page = get("/appuis/", territoire="douarnenez communauté").page
    offered = [link.get_text() for link in page.select("#resultats li a[href^='?']")]
    assert offered == ["CC Douarnenez Communauté, intercommunalité"]


def test_the_field_keeps_what_was_typed_and_knows_its_label(get):
    field = get("/acteurs/", territoire="29197").page.find(id="id_territoire")
    assert (field["value"], field["data-combobox-label"]) == ("29197", "Plouhinec (29)")
    field = get("/acteurs/", territoire="Plouhinec").page.find(id="id_territoire")
    assert field["value"] == "Plouhinec"
    assert "data-combobox-label" not in field.attrs
    assert field["aria-invalid"] == "true"


@every_placed_directory
def test_the_last_of_two_places_counts(get, address):
    placed(address, "commune-29197", title="Finistère")
    placed(address, "commune-56169", title="Morbihan")
    page = get(address, territoire=["29197", "56169"]).page
    assert titles(page) == ["Morbihan"]
    assert sentence(page).endswith("pour Plouhinec (56)")
