"""The reference data shipped with the project: complete, small, and without confusion of names."""

import json
from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from territories.map import place, render_map
from territories.reference import (
    DIRECTORY,
    read_contours,
    read_former_communes,
    read_territories,
)

OVERSEAS_COLLECTIVITIES = {"975", "977", "978", "984", "986", "987", "988", "989"}


@pytest.fixture(scope="module")
def territories():
    return {territory.code: territory for territory in read_territories()}


@pytest.fixture(scope="module")
def communes(territories):
    return {code: entry for code, entry in territories.items() if entry.level == "commune"}


@pytest.fixture(scope="module")
def departments():
    """{code: list of rings} of the départements' contours."""
    return {
        feature["properties"]["code"]: rings(feature["geometry"])
        for feature in json.loads(read_contours("departements"))["features"]
    }


def rings(geometry):
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return [[tuple(point) for point in ring] for polygon in polygons for ring in polygon]


def segments(ring):
    return {frozenset(pair) for pair in pairwise(ring)}


def area(ring):
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def test_every_level_is_complete(territories):
    levels = Counter(territory.level for territory in territories.values())
    assert levels == {
        "france": 1,
        "region": 18,
        "departement": 101 + len(OVERSEAS_COLLECTIVITIES),
        "epci": 1255,
        "commune": 34_969,
    }


def test_files_weigh_less_than_four_megabytes():
    assert sum(path.stat().st_size for path in DIRECTORY.iterdir()) < 4_000_000


def test_ancestors_exist_and_come_first(territories):
    seen = set()
    for territory in territories.values():
        ancestors = {territory.region, territory.department, territory.epci} - {None}
        assert ancestors <= seen
        seen.add(territory.code)


def test_only_overseas_collectivities_have_no_region(territories):
    alone = {
        territory.code
        for territory in territories.values()
        if territory.level == "departement" and territory.region is None
    }
    assert alone == {f"departement-{code}" for code in OVERSEAS_COLLECTIVITIES}


def test_both_plouhinec_are_told_apart(communes):
    assert communes["commune-29197"].name == communes["commune-56169"].name == "Plouhinec"
    assert communes["commune-29197"].department == "departement-29"
    assert communes["commune-56169"].department == "departement-56"
    assert communes["commune-29197"].epci == "epci-242900629"


def test_a_commune_has_all_its_columns(communes):
    town = communes["commune-70467"]
    assert (town.name, town.siren) == ("Saint-Loup-sur-Semouse", "217004670")
    assert (town.department, town.region) == ("departement-70", "region-27")
    assert town.postal_codes == ("70800",)
    assert 2_500 < town.population < 4_000
    assert town.latitude == pytest.approx(47.88, abs=0.02)
    assert town.longitude == pytest.approx(6.27, abs=0.02)


def test_a_postal_code_serves_several_communes_and_a_commune_has_several_codes(communes):
    served = Counter(code for commune in communes.values() for code in commune.postal_codes)
    assert served["51300"] == 46
    assert communes["commune-01050"].postal_codes == ("01190", "01380")
    assert len(communes["commune-75056"].postal_codes) == 21


def test_names_of_one_or_two_letters_are_there(communes):
    short = {commune.name for commune in communes.values() if len(commune.name) <= 2}
    assert {"Y", "Us", "Oz", "By", "Ry", "Eu"} <= short
    assert sum(len(commune.name) <= 2 for commune in communes.values()) == 14


def test_four_islands_and_the_overseas_collectivities_have_no_epci(communes):
    without = {code for code, commune in communes.items() if commune.epci is None}
    islands = {code for code in without if communes[code].region}
    assert islands == {"commune-22016", "commune-29083", "commune-29155", "commune-85113"}
    assert len(without) == 4 + 94


def test_an_epci_across_departements_has_none(territories):
    douarnenez = territories["epci-242900645"]
    assert (douarnenez.department, douarnenez.region) == ("departement-29", "region-53")
    aire_sur_adour = territories["epci-200030435"]
    assert (aire_sur_adour.department, aire_sur_adour.region) == (None, None)


def test_four_communes_have_no_position(communes):
    blank = {code for code, entry in communes.items() if entry.latitude is None and entry.region}
    assert blank == {"commune-15031", "commune-15035", "commune-15047", "commune-15171"}


def test_a_town_hall_located_in_another_region_is_set_aside(communes):
    chanay = communes["commune-01082"]
    assert (chanay.latitude, chanay.longitude) == pytest.approx((46.0, 5.77), abs=0.05)


def test_former_communes_and_arrondissements_belong_to_a_commune(communes):
    former = list(read_former_communes())
    assert Counter(place.kind for place in former) == {
        "deleguee": 2105,
        "associee": 471,
        "arrondissement": 20 + 9 + 16,
    }
    assert {place.commune for place in former} <= communes.keys()
    homes = Counter(place.commune for place in former if place.kind == "arrondissement")
    assert homes == {"commune-75056": 20, "commune-69123": 9, "commune-13055": 16}


def test_contours_cover_every_departement_of_which_the_geometry_exists(departments):
    expected = {f"{number:02d}" for number in range(1, 96)} - {"20"} | {"2A", "2B"}
    expected |= {"971", "972", "973", "974", "976", "975", "977", "978", "986", "987", "988"}
    assert departments.keys() == expected


def test_neighbours_share_their_border(departments):
    """A border between two départements is drawn twice with the same points, the outside once.

    The outside of metropolitan France is then the mainland, Corsica, islets and the Spanish
    enclave of Llívia; a gap or an overlap would add a ring drawn by several départements.
    """
    drawn_by = {}
    for code, outline in departments.items():
        for segment in set().union(*map(segments, outline)):
            if len(code) == 2:
                drawn_by.setdefault(segment, set()).add(code)
    assert max(map(len, drawn_by.values())) == 2
    outside = list(chain_rings(segment for segment, by in drawn_by.items() if len(by) == 1))
    assert all(ring[0] == ring[-1] for ring in outside)
    of_several = [
        area(ring)
        for ring in outside
        if len(set().union(*(drawn_by[segment] for segment in segments(ring)))) > 1
    ]
    corsica, mainland = sorted(of_several)
    assert (corsica, mainland) == pytest.approx((0.95, 63.5), rel=0.02)


def chain_rings(border):
    """Join segments end to end into closed rings."""
    neighbours = {}
    for start, end in border:
        neighbours.setdefault(start, []).append(end)
        neighbours.setdefault(end, []).append(start)
    for start in neighbours:
        ring = [start]
        while neighbours[ring[-1]]:
            following = neighbours[ring[-1]].pop()
            neighbours[following].remove(ring[-1])
            ring.append(following)
        if len(ring) > 1:
            yield ring


def test_regions_follow_the_borders_of_their_departements(departments):
    regions = json.loads(read_contours("regions"))["features"]
    assert len(regions) == 18
    known = set().union(*(segments(ring) for outline in departments.values() for ring in outline))
    drawn = [segments(ring) for region in regions for ring in rings(region["geometry"])]
    assert set().union(*drawn) <= known


def test_the_map_is_small_and_has_only_presentation_attributes():
    drawing = render_map(["29", "2A", "974", "975"], (48.0145, -4.4873, "29"))
    root = ElementTree.fromstring(drawing)
    assert len(drawing.encode()) <= 20_000
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    names = {name for element in root.iter() for name in element.attrib}
    assert not names & {"style", "class", "onload"}
    assert drawing.count("<circle") == 1


def test_the_map_highlights_only_what_it_is_asked_to():
    assert "#6a6af4" not in render_map([])
    assert "#6a6af4" in render_map(["29"])
    assert "<circle" not in render_map(["29"])


def test_a_place_is_drawn_within_its_departement_insets_included():
    width, height = json.loads((DIRECTORY / "map.json").read_text())["width"], 660
    west, south = place(48.38, -4.49, "29"), place(42.7, 2.9, "66")
    assert 0 < west[0] < south[0] < width
    assert 0 < west[1] < south[1] < height
    reunion = place(-21.1, 55.5, "974")
    assert 360 < reunion[0] < 480
    assert 560 < reunion[1] < height
    assert place(-22.27, 166.44, "988") is None
