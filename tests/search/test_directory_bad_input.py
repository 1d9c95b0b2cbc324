"""The directories and a query string nobody meant: a sentence and 200, or 404, never 500."""

import pytest

from tests.search.directories import (
    DIRECTORIES,
    NOUNS,
    every_directory,
    filters_of,
    notices,
    problems,
    sentence,
    tags,
    titles,
)

pytestmark = [pytest.mark.usefixtures("only_mine"), pytest.mark.on_postgresql]

UNKNOWN = ["nope", "\x00", "sante\x00", "a" * 5000, "🏘️", "%", "_", "'", "' OR 1=1 --", "null"]
# A place is looked for in the base; the other values only in a list of known ones.
UNKNOWN_PLACES = [
    *UNKNOWN,
    *("xyz", "99999", "commune-99999", "departement-", "-", "é" * 5000, "\u200f\u202e"),
    *("%%%", "*", "\\", '"', "<script>alert(1)</script>", "[]", "29197,56169"),
]
# Nothing here is a word one could look for.
WORDLESS = [
    *('"*(', "\x00", "%", "_", "'", "*", "?", "🏘️", "((((", "\\", "\u200f\u202e", "+ - !", "^~"),
    *(
        '""',
        '" "',
        "« »",
        "de la",
        "le les la",
        "…",
        ":",
        "{}[]",
        "&&",
        "||",
        "\n\t\x00",
        "中文",
        "%%",
    ),
]
# And here are words, whatever stands around them: none is in any entry.
UNWRITTEN = [
    *("zyxwv", "a" * 5000, "zyxwv\x00", "zyxwv*", "zyxwv OR zyxwv", "' zyxwv=zyxwv --", '"zyxwv'),
    *("title:zyxwv", "zyxwv AND NOT zyxwv", "+zyxwv -zyxwv", "zyxwv^9", "/zyxwv/", "[a TO zyxwv]"),
    *("<script>zyxwv</script>", "«zyxwv", "zyxwv»", "zyxwv~1", "(zyxwv", "zy\u200bxwv"),
]
UNKNOWN_SORTS = [
    *UNKNOWN,
    "name",
    "-nom",
    "Nom",
    "propre",
    "<script>alert(1)</script>",
    "nom,recent",
]
NOT_UTF_8 = ["%ff%fe", "%C3%28", "%ed%a0%80", "%F0%9F"]
NO_PAGE = [
    *("0", "-1", "2", "99999999999999", "9" * 5000, "1.5", "1e3", "+1"),
    *("abc", "last", "", "٢", "1\x00", "🏘"),
]
FILTERS = [(address, parameter) for address in DIRECTORIES for parameter in filters_of(address)]
CHOSEN = [pair for pair in FILTERS if pair[1] not in ("q", "tri")]
every_choice = pytest.mark.parametrize(("address", "parameter"), CHOSEN)


def assert_told_and_empty(answer, address):
    """One clear sentence on what was not understood, and no result."""
    (problem,) = problems(answer.page)
    assert 10 < len(problem) < 200
    assert "\x00" not in answer.text
    assert titles(answer.page) == []
    assert sentence(answer.page) == NOUNS[address][0]
    assert tags(answer.page) == {}
    assert b"<script>alert" not in answer.content


@every_choice
def test_a_value_nobody_knows_gives_a_sentence_and_no_result(get, address, parameter):
    DIRECTORIES[address]()
    for value in UNKNOWN_PLACES if parameter == "territoire" else UNKNOWN:
        assert_told_and_empty(get(address, **{parameter: value}), address)


@every_directory
def test_words_that_hold_no_word_give_a_sentence_and_no_result(get, address):
    DIRECTORIES[address]()
    for value in WORDLESS:
        answer = get(address, q=value)
        assert_told_and_empty(answer, address)
        assert "ne contient aucun mot à chercher" in answer.text, value


@every_directory
def test_blanks_for_words_ask_for_nothing(get, address):
    DIRECTORIES[address](title="Seule")
    for value in ("", "   ", "\t\r\n"):
        page = get(address, q=value).page
        assert (titles(page), problems(page), notices(page)) == (["Seule"], [], []), value
        assert sentence(page) == NOUNS[address][1]


@every_directory
def test_a_word_nobody_wrote_is_said_and_gives_no_result(get, address):
    DIRECTORIES[address](title="Sans chiffre")
    for value in UNWRITTEN:
        answer = get(address, q=value)
        assert titles(answer.page) == [], value
        assert sentence(answer.page).startswith(f"{NOUNS[address][0]} avec « "), value
        assert problems(answer.page) == []
        assert not any("voici les résultats" in one for one in notices(answer.page)), value
        assert b"<script>zyxwv" not in answer.content
        assert "\x00" not in answer.text


@every_directory
def test_a_word_nobody_wrote_beside_a_known_one_is_said_and_set_aside(get, address):
    DIRECTORIES[address](title="Moulin")
    for value in ("zyxwv moulin", "moulin zyxwv", "moulin «zyxwv", "moulin<zyxwv>"):
        page = get(address, q=value).page
        assert titles(page) == ["Moulin"], value
        assert notices(page) == ["Aucune fiche ne contient « zyxwv »."]


@every_directory
def test_a_sort_nobody_knows_is_said_and_results_stay_in_the_usual_order(get, address):
    for title in ("Bac", "Abri", "Col"):
        DIRECTORIES[address](title=title)
    usual = titles(get(address, q="").page)
    for value in UNKNOWN_SORTS:
        answer = get(address, tri=value)
        assert titles(answer.page) == usual
        assert problems(answer.page) == []
        (notice,) = notices(answer.page)
        assert notice.startswith("Le tri « ")
        assert notice.endswith("» n’existe pas : l’ordre habituel est gardé.")
        assert len(notice) < 150
        assert "\x00" not in answer.text
        assert b"<script>alert" not in answer.content
        assert sentence(answer.page) == f"3 {NOUNS[address][2].removeprefix('2 ')}"


@pytest.mark.parametrize(("address", "parameter"), FILTERS)
def test_a_query_string_that_is_not_utf_8_gives_a_sentence(get, address, parameter):
    DIRECTORIES[address](title="Seule")
    for raw in NOT_UTF_8:
        answer = get(f"{address}?{parameter}={raw}")
        if parameter == "tri":
            assert titles(answer.page) == ["Seule"]
            assert len(notices(answer.page)) == 1
        else:
            assert_told_and_empty(answer, address)


@pytest.mark.parametrize("parameter", ["q", "territoire", "theme", "type", "tri", "inconnu"])
def test_hundreds_of_values_are_read_and_thousands_refused(client, parameter):
    query = "&".join(f"{parameter}=v{number}" for number in range(900))
    assert client.get(f"/acteurs/?{query}").status_code == 200
    query = "&".join(f"{parameter}=v{number}" for number in range(2000))
    assert client.get(f"/acteurs/?{query}").status_code == 400


@every_directory
def test_every_faulty_parameter_is_told(get, address):
    DIRECTORIES[address]()
    parameters = [parameter for directory, parameter in FILTERS if directory == address]
    page = get(address, **dict.fromkeys(parameters, "nope") | {"q": "*"}).page
    assert len(problems(page)) == len(parameters) - 1  # a faulty sort is told apart
    assert len(notices(page)) == 1
    assert titles(page) == []
    assert tags(page) == {}


def test_a_good_filter_beside_a_bad_one_stays_active(get):
    page = get("/acteurs/", type="cress", theme="nope").page
    assert problems(page) == ["« nope » n’est pas une valeur connue pour « Thème »."]
    assert sentence(page) == "Aucun acteur, type CRESS"
    assert tags(page) == {"CRESS": "."}


def test_a_faulty_value_beside_good_ones_of_the_same_filter_gives_no_result(get):
    DIRECTORIES["/acteurs/"](kind="cress")
    page = get("/acteurs/", type=["cress", "nope"]).page
    assert problems(page) == ["« nope » n’est pas une valeur connue pour « Type »."]
    assert titles(page) == []


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
    parameter = "type" if address == "/glossaire/" else "theme"
    for faulty in ({parameter: "nope"}, {"q": "*"}):
        assert problems(get(address, page=1, **faulty).page)
        get(address, page=2, status=404, **faulty)
    assert "zyxwv" in sentence(get(address, page=1, q="zyxwv").page)
    get(address, page=2, q="zyxwv", status=404)


@every_directory
def test_a_list_only_reads(client, address):
    assert client.post(address).status_code == 405


@every_directory
def test_an_empty_value_asks_for_nothing(get, address):
    DIRECTORIES[address](title="Seule")
    for parameter in (
        "q",
        "territoire",
        "type_territoire",
        "levier",
        "defi",
        "theme",
        "type",
        "tri",
    ):
        for query in (f"{parameter}=", f"{parameter}", f"{parameter}=&{parameter}="):
            page = get(f"{address}?{query}").page
            assert titles(page) == ["Seule"]
            assert problems(page) == notices(page) == []
            assert tags(page) == {}
