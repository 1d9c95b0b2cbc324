"""The directories and a query string nobody meant: a sentence and 200, or 404, never 500."""

import pytest

from tests.search.directories import (
    DIRECTORIES,
    NOUNS,
    every_directory,
    problems,
    sentence,
    titles,
    view_of,
)

pytestmark = pytest.mark.django_db

UNKNOWN = ["nope", "\x00", "sante\x00", "a" * 5000, "🏘️", "%", "_", "'", "' OR 1=1 --", "null"]
# A place is looked for in the base; the other values only in a list of known ones.
UNKNOWN_PLACES = [
    *UNKNOWN,
    *("xyz", "99999", "commune-99999", "departement-", "-", "é" * 5000, "\u200f\u202e"),
    *("%%%", "*", "\\", '"', "<script>alert(1)</script>", "[]", "29197,56169"),
]
NOT_UTF_8 = ["%ff%fe", "%C3%28", "%ed%a0%80", "%F0%9F"]
NO_PAGE = [
    *("0", "-1", "2", "99999999999999", "9" * 5000, "1.5", "1e3", "+1"),
    *("abc", "last", "", "٢", "1\x00", "🏘"),
]
FILTERS = [
    (address, parameter)
    for address in DIRECTORIES
    for parameter in view_of(address).filterset_class.base_filters
]


def assert_told_and_empty(answer, address):
    """One clear sentence on what was not understood, and no result."""
    (problem,) = problems(answer.page)
    assert 10 < len(problem) < 200
    assert "\x00" not in answer.text
    assert titles(answer.page) == []
    assert sentence(answer.page) == NOUNS[address][0]
    assert not answer.page.select("a.fr-tag--dismiss")
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(("address", "parameter"), FILTERS)
def test_a_value_nobody_knows_gives_a_sentence_and_no_result(get, address, parameter):
    DIRECTORIES[address]()
    for value in UNKNOWN_PLACES if parameter == "territoire" else UNKNOWN:
        assert_told_and_empty(get(address, **{parameter: value}), address)


@pytest.mark.parametrize(("address", "parameter"), FILTERS)
def test_a_query_string_that_is_not_utf_8_gives_a_sentence(get, address, parameter):
    DIRECTORIES[address]()
    for raw in NOT_UTF_8:
        assert_told_and_empty(get(f"{address}?{parameter}={raw}"), address)


@pytest.mark.parametrize("parameter", ["territoire", "theme", "type", "inconnu"])
def test_hundreds_of_values_are_read_and_thousands_refused(client, parameter):
    query = "&".join(f"{parameter}=v{number}" for number in range(900))
    assert client.get(f"/acteurs/?{query}").status_code == 200
    query = "&".join(f"{parameter}=v{number}" for number in range(2000))
    assert client.get(f"/acteurs/?{query}").status_code == 400


@every_directory
def test_every_faulty_parameter_is_told(get, address):
    DIRECTORIES[address]()
    parameters = [parameter for directory, parameter in FILTERS if directory == address]
    page = get(address, **dict.fromkeys(parameters, "nope")).page
    assert len(problems(page)) == len(parameters)
    assert titles(page) == []


def test_a_good_filter_beside_a_bad_one_stays_active(get):
    page = get("/acteurs/", type="cress", theme="nope").page
    assert problems(page) == ["« nope » n’est pas une valeur connue pour « Thème »."]
    assert sentence(page) == "Aucun acteur, type CRESS"
    assert [tag["href"] for tag in page.select("a.fr-tag--dismiss")] == ["."]


def test_an_unknown_place_says_what_to_write(get):
    page = get("/appuis/", territoire="xyz").page
    assert problems(page) == [
        "Aucun territoire ne s’appelle « xyz ». Écrivez le nom d’une commune ou son code INSEE."
    ]


@every_directory
def test_an_unknown_parameter_is_ignored(get, address):
    DIRECTORIES[address](title="Seule")
    for query in ("inconnu=x", "utm_source=a%00b", "%ff=%ff", "=", "&&&", "territoires=xyz"):
        page = get(f"{address}?{query}").page
        assert titles(page) == ["Seule"]
        assert problems(page) == []


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        (address, parameter)
        for address in DIRECTORIES
        for parameter in ("territoire", "type_territoire", "levier", "defi", "theme", "type")
        if (address, parameter) not in FILTERS
    ],
)
def test_a_filter_a_directory_does_not_have_is_ignored(get, address, parameter):
    DIRECTORIES[address](title="Seule")
    assert titles(get(address, **{parameter: "29197"}).page) == ["Seule"]


@every_directory
def test_a_page_that_does_not_exist_is_not_found(get, address):
    DIRECTORIES[address]()
    for page in NO_PAGE:
        assert get(address, status=404, page=page).page.find("h1")


@every_directory
def test_the_first_page_exists_even_of_nothing(get, address):
    assert sentence(get(address, page=1).page) == NOUNS[address][0]
    if (address, "theme") in FILTERS:
        assert problems(get(address, page=1, theme="nope").page)
        get(address, page=2, theme="nope", status=404)


@every_directory
def test_a_list_only_reads(client, address):
    assert client.post(address).status_code == 405


@every_directory
def test_an_empty_value_asks_for_nothing(get, address):
    DIRECTORIES[address](title="Seule")
    for parameter in ("territoire", "type_territoire", "levier", "defi", "theme", "type"):
        page = get(f"{address}?{parameter}=").page
        assert titles(page) == ["Seule"]
        assert problems(page) == []
