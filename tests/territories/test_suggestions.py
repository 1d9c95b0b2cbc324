"""What the town field offers while one types: `/territoires/suggestions/?q=`, as JSON."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from territories.models import PostalCode, Territory

pytestmark = pytest.mark.django_db

ADDRESS = "/territoires/suggestions/"
TOWN = "Saint-Loup-sur-Semouse (70)"
SHORT_NAMES = ("By", "Bû", "Eu", "Gy", "Oz", "Oô", "Py", "Ri", "Ry", "Sy", "Ur", "Us", "Uz", "Y")


@pytest.fixture
def suggest(client):
    """What is offered for a text: a list of {code, label, level, url}."""

    def ask(typed):
        response = client.get(ADDRESS, {"q": typed})
        assert response.status_code == 200
        assert response["Content-Type"] == "application/json"
        return response.json()

    return ask


@pytest.fixture
def labels(suggest):
    return lambda typed: [one["label"] for one in suggest(typed)]


def populations(suggested):
    codes = [one["code"] for one in suggested if one["level"] == "commune"]
    known = dict(Territory.objects.filter(code__in=codes).values_list("code", "population"))
    return [known[code] or 0 for code in codes]


def test_a_suggestion_has_a_code_a_label_a_level_and_an_address(suggest):
    assert suggest("Saint-Loup-sur-Semouse") == [
        {
            "code": "commune-70467",
            "label": TOWN,
            "level": "commune",
            "url": "/communes/70467-saint-loup-sur-semouse/",
        }
    ]


@pytest.mark.parametrize("typed", ["bretagne", "finistère", "70800", "75112", "Bellegarde", "Y"])
def test_every_suggestion_has_the_same_four_keys_as_text(suggest, typed):
    suggested = suggest(typed)
    assert suggested
    for one in suggested:
        assert list(one) == ["code", "label", "level", "url"]
        assert all(value and isinstance(value, str) for value in one.values())


def test_every_address_offered_answers(client, suggest):
    for one in [*suggest("bretagne"), *suggest("Bellegarde-sur-Valserine")]:
        assert client.get(one["url"]).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "saint loup",
        "Saint-Loup",
        "st loup",
        "St-Loup",
        "St. Loup",
        "SAINT LOUP SUR SEMOUSE",
        "saint-loup-sur-semouse",
        "saint  loup   sur semouse ",
        "St Loup sur Semouse",
        "Saint Loup sur Sem",
        "St Loup s/ Semouse",
        "St-Loup s/Semouse",
        "saint\u00a0loup",
        "semouse",
        "Saint-Loup-sur-Semouse (70)",
        "70467",
        "70 467",
    ],
)
def test_a_town_is_found_however_it_is_typed(labels, typed):
    assert TOWN in labels(typed)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("ste maure de touraine", "Sainte-Maure-de-Touraine (37)"),
        ("Ste-Maure-de-Touraine", "Sainte-Maure-de-Touraine (37)"),
        ("Stes-Maries-de-la-Mer", "Saintes-Maries-de-la-Mer (13)"),
        ("l'hay les roses", "L'Haÿ-les-Roses (94)"),
        ("L’Haÿ-les-Roses", "L'Haÿ-les-Roses (94)"),
        ("L`Hay", "L'Haÿ-les-Roses (94)"),
        ("L Haÿ", "L'Haÿ-les-Roses (94)"),
        ("villeneuve d ascq", "Villeneuve-d'Ascq (59)"),
        ("Bonnœil", "Bonnœil (14)"),
        ("bonnoeil", "Bonnœil (14)"),
        ("BONNŒIL", "Bonnœil (14)"),
        ("evreux", "Évreux (27)"),
        ("ÉVREUX", "Évreux (27)"),
        ("E\u0301vreux", "Évreux (27)"),
        ("besancon", "Besançon (25)"),
        ("creteil", "Créteil (94)"),
        ("chateauroux", "Châteauroux (36)"),
        ("havre", "Le Havre (76)"),
    ],
)
def test_accents_hyphens_apostrophes_ligatures_and_case_do_not_count(labels, typed, label):
    assert labels(typed)[0] == label


def test_each_homonym_comes_with_its_departement_most_populated_first(labels):
    assert labels("plouhinec") == ["Plouhinec (56)", "Plouhinec (29)"]


@pytest.mark.parametrize("typed", ["Plouhinec (29)", "plouhinec 29", "Plouhinec(29)"])
def test_the_label_of_a_town_finds_that_town_alone(labels, typed):
    assert labels(typed) == ["Plouhinec (29)"]


@pytest.mark.parametrize("typed", ["sainte colombe", "Ste-Colombe", "saint sauveur", "beaulieu"])
def test_a_name_borne_ten_times_or_more_lists_all(labels, typed):
    name = typed.lower().replace("ste-", "sainte ")
    homonyms = {town.label for town in Territory.objects.communes().filter(search_name=name)}
    assert len(homonyms) >= 10
    assert homonyms <= set(labels(typed))


@pytest.mark.parametrize("name", SHORT_NAMES)
def test_a_name_of_one_or_two_letters_comes_first_when_typed(suggest, name):
    for typed in (name, name.upper(), name.lower()):
        first = suggest(typed)[0]
        assert first["label"].rpartition(" ")[0] == name


def test_no_other_commune_has_so_short_a_name():
    communes = Territory.objects.communes().values_list("name", flat=True)
    assert sorted(name for name in communes if len(name) <= 2) == sorted(SHORT_NAMES)


def test_one_letter_is_enough_to_be_offered_large_towns(labels):
    assert {"Marseille (13)", "Montpellier (34)"} <= set(labels("m"))


def test_a_postal_code_lists_all_its_communes_beyond_ten(suggest):
    served = set(PostalCode.objects.filter(code="70800").values_list("commune", flat=True))
    assert len(served) > 10
    assert {one["code"] for one in suggest("70800")} == served


def test_a_postal_code_that_is_also_an_insee_code_lists_both(suggest):
    served = set(PostalCode.objects.filter(code="51300").values_list("commune", flat=True))
    assert "commune-51300" not in served
    assert {one["code"] for one in suggest("51300")} == served | {"commune-51300"}


def test_the_beginning_of_a_postal_code_offers_the_ten_largest(suggest):
    suggested = suggest("2978")
    assert "commune-29197" in {one["code"] for one in suggested}
    assert len(suggest("29")) == 10
    assert suggest("29")[0]["label"] == "Brest (29)"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("29197", "Plouhinec (29)"),
        ("2A004", "Ajaccio (2A)"),
        ("2a004", "Ajaccio (2A)"),
        ("2B033", "Bastia (2B)"),
        ("97105", "Basse-Terre (971)"),
        ("01053", "Bourg-en-Bresse (01)"),
    ],
)
def test_an_insee_code_finds_its_commune(labels, typed, label):
    assert label in labels(typed)


@pytest.mark.parametrize("typed", ["Bellegarde-sur-Valserine", "bellegarde sur val"])
def test_a_former_commune_is_offered_with_the_one_it_joined(suggest, typed):
    assert suggest(typed) == [
        {
            "code": "commune-01033",
            "label": "Bellegarde-sur-Valserine, aujourd’hui Valserhône (01)",
            "level": "commune",
            "url": "/communes/01033-valserhone/",
        }
    ]


def test_a_former_commune_is_offered_beside_the_towns_of_the_same_name(labels):
    offered = labels("saint loup")
    assert "Saint-Loup, aujourd’hui Vindry-sur-Turdine (69)" in offered
    assert {"Saint-Loup (03)", "Saint-Loup (50)", "Saint-Loup (82)"} <= set(offered)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("paris 12e", "Paris 12e Arrondissement, aujourd’hui Paris (75)"),
        ("Paris 12", "Paris 12e Arrondissement, aujourd’hui Paris (75)"),
        ("75112", "Paris 12e Arrondissement, aujourd’hui Paris (75)"),
        ("75012", "Paris (75)"),
        ("lyon 3e arrondissement", "Lyon 3e Arrondissement, aujourd’hui Lyon (69)"),
        ("13201", "Marseille 1er Arrondissement, aujourd’hui Marseille (13)"),
    ],
)
def test_an_arrondissement_leads_to_its_city(suggest, typed, label):
    assert label in [one["label"] for one in suggest(typed)]
    assert len(suggest(typed)) == 1


@pytest.mark.parametrize("typed", ["plou", "saint", "sainte colombe", "70800", "29", "a", "ile"])
def test_the_most_populated_come_first(suggest, typed):
    found = populations(suggest(typed))
    assert len(found) >= 10
    assert found == sorted(found, reverse=True)


def test_at_most_ten_towns_are_offered_that_do_not_bear_the_name(suggest):
    for typed in ("a", "saint", "plo", "la roche"):
        towns = [one for one in suggest(typed) if one["level"] == "commune"]
        assert len(towns) == 10


def test_wider_territories_come_after_the_towns(suggest):
    levels = [one["level"] for one in suggest("bretagne")]
    assert {"commune", "region", "epci"} <= set(levels)
    assert levels == sorted(levels, key=lambda level: level != "commune")
    region = next(one for one in suggest("bretagne") if one["level"] == "region")
    assert region == {
        "code": "region-53",
        "label": "Bretagne, région",
        "level": "region",
        "url": "/appuis/?territoire=region-53",
    }


@pytest.mark.parametrize(
    ("typed", "code", "label"),
    [
        ("finistere", "departement-29", "Finistère (29), département"),
        ("corse-du-sud", "departement-2A", "Corse-du-Sud (2A), département"),
        ("guadeloupe", "region-01", "Guadeloupe, région"),
        ("cap sizun", "epci-242900629", "CC Cap Sizun - Pointe du Raz, intercommunalité"),
    ],
)
def test_wider_territories_are_found_by_name(suggest, typed, code, label):
    assert label in [one["label"] for one in suggest(typed) if one["code"] == code]


def test_territories_without_a_population_come_last_on_both_engines(labels):
    wider = [label for label in labels("ile") if "," in label]
    assert wider[0] == "Île-de-France, région"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "a" * 5000,
        "saint loup " * 500,
        "\x00",
        "\u200f\u202e",
        "🏘️",
        "%",
        "_",
        "%%%",
        "\\",
        "'",
        '"',
        "--",
        "' OR 1=1 --",
        "()",
        "*",
        "99999",
        "٢٩١٩٧",
        "xyzzyx",
    ],
)
def test_what_no_town_is_called_gives_an_empty_list(suggest, typed):
    assert suggest(typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "\x00Plouhinec",
        "Plouhinec\x00",
        "\u200fPlouhinec\u200e",
        "\u202ePlouhinec\u202c",
        "Plou\u200bhinec",
        "Plou\u00adhinec",
        "\ufeffPlouhinec",
        "\tPlouhinec\r\n",
        "🏘 Plouhinec",
        "%Plouhinec%",
        "Plouhinec'",
        "_Plouhinec",
    ],
)
def test_what_no_name_holds_is_set_aside(labels, typed):
    assert labels(typed) == ["Plouhinec (56)", "Plouhinec (29)"]


@pytest.mark.parametrize("query", ["q=%ff%fe", "q=%C3%28", "q=%ed%a0%80", "q=%00", "q", "", "x=1"])
def test_a_query_string_that_is_not_utf_8_or_has_no_text_gives_an_empty_list(client, query):
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    assert response.json() == []


def test_wildcards_are_letters_like_any_other(labels):
    assert labels("Pl%nec") == labels("Pl_uhinec") == []


def test_it_only_reads(client):
    assert client.post(ADDRESS, {"q": "Plouhinec"}).status_code == 405


@pytest.mark.parametrize("typed", ["saint", "saint loup", "y", "70800", "2A004", "xyz", "brest 29"])
def test_few_queries_are_asked_whatever_is_found(client, typed):
    with CaptureQueriesContext(connection) as queries:
        client.get(ADDRESS, {"q": typed})
    assert len(queries) <= 6


def test_as_many_queries_for_one_town_as_for_twenty(client):
    counts = []
    for typed in ("70467", "51300"):
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS, {"q": typed})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_present_names_of_towns_come_before_former_ones(suggest):
    offered = [one["label"] for one in suggest("saint loup") if one["level"] == "commune"]
    assert offered[0] == TOWN
    former = [", aujourd’hui " in label for label in offered]
    assert former == sorted(former)
