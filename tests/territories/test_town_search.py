"""Choosing one's town without JavaScript: `/communes/?q=`, then the town's own address."""

import pytest

from territories.models import FormerCommune, Territory

pytestmark = pytest.mark.django_db

CHOOSER = "/communes/"
PLOUHINEC = "/communes/29197-plouhinec/"


@pytest.fixture
def lands(client):
    """Address that a search redirects to."""

    def search(typed):
        response = client.get(CHOOSER, {"q": typed})
        assert response.status_code == 302, f"{typed}: {response.status_code}"
        return response["Location"]

    return search


def field(page):
    return page.find("main").find("input", {"name": "q"})


def choices(page):
    """Towns offered, as {label: address}."""
    links = page.find("main").select('li a[href^="/communes/"]')
    return {link.get_text(): link["href"] for link in links}


def said(page):
    return " ".join(page.find("main").find(role="status").get_text().split())


def test_without_a_text_the_page_offers_the_field_and_the_departements(get):
    answer = get(CHOOSER)
    assert field(answer.page).get("value", "") == ""
    assert answer.page.find("main").find(role="status") is None
    links = {link["href"] for link in answer.page.select("main a[href^='/appuis/']")}
    assert {"/appuis/?territoire=departement-29", "/appuis/?territoire=departement-2A"} <= links
    assert len(links) == Territory.objects.filter(level="departement").count()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Saint-Loup-sur-Semouse", "/communes/70467-saint-loup-sur-semouse/"),
        ("st loup sur semouse", "/communes/70467-saint-loup-sur-semouse/"),
        ("L’Haÿ-les-Roses", "/communes/94038-lhay-les-roses/"),
        ("29197", PLOUHINEC),
        ("29780", PLOUHINEC),
        ("Plouhinec (29)", PLOUHINEC),
        ("Plouhinec 56", "/communes/56169-plouhinec/"),
        ("2a004", "/communes/2A004-ajaccio/"),
        ("Paris", "/communes/75056-paris/"),
        ("Besancon", "/communes/25056-besancon/"),
        ("Semouse", "/communes/70467-saint-loup-sur-semouse/"),
        ("Y", "/communes/80829-y/"),
        ("oz", "/communes/38289-oz/"),
    ],
)
def test_one_goes_straight_to_the_only_town_meant(client, lands, typed, address):
    assert lands(typed) == address
    assert client.get(address).status_code == 200


def test_homonyms_are_listed_with_departement_and_population(get):
    answer = get(CHOOSER, q="Plouhinec")
    assert list(choices(answer.page).items()) == [
        ("Plouhinec (56)", "/communes/56169-plouhinec/"),
        ("Plouhinec (29)", PLOUHINEC),
    ]
    assert said(answer.page) == (
        "Plusieurs communes répondent à « Plouhinec » : choisissez la vôtre."
    )
    assert answer.text.count("habitants") == 2


def test_all_the_homonyms_of_a_frequent_name_are_listed(get):
    homonyms = Territory.objects.communes().filter(search_name="sainte colombe")
    assert homonyms.count() >= 10
    offered = choices(get(CHOOSER, q="ste colombe").page)
    assert {town.label: town.get_absolute_url() for town in homonyms}.items() <= offered.items()


def test_saint_loup_shows_saint_loup_sur_semouse(get):
    offered = choices(get(CHOOSER, q="saint loup").page)
    assert offered["Saint-Loup-sur-Semouse (70)"] == "/communes/70467-saint-loup-sur-semouse/"
    assert "Saint-Loup (03)" in offered


def test_a_postal_code_of_several_communes_lists_them_all(get):
    offered = choices(get(CHOOSER, q="70800").page)
    assert len(offered) == 18
    assert "Saint-Loup-sur-Semouse (70)" in offered


def test_wider_territories_that_answer_are_offered_too(get):
    page = get(CHOOSER, q="Finistère").page
    assert page.find("main").find("a", href="/appuis/?territoire=departement-29")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Plouhinek", "Plouhinec"),
        ("plouinec", "Plouhinec"),
        ("Marseile", "Marseille"),
        ("Strassbourg", "Strasbourg"),
        ("Saint-Loup-sur-Semeuse", "Saint-Loup-sur-Semouse"),
        ("L’Haÿ-les-Rozes", "L'Haÿ-les-Roses"),
    ],
)
def test_an_unknown_name_suggests_another_spelling(client, get, typed, meant):
    page = get(CHOOSER, q=typed).page
    assert said(page) == f"Aucune commune ne répond à « {typed} »."
    offered = choices(page)
    assert meant in offered
    assert client.get(offered[meant]).status_code in (200, 302)


def test_a_spelling_suggested_leads_to_its_homonyms(get):
    address = choices(get(CHOOSER, q="Plouhinek").page)["Plouhinec"]
    assert len(choices(get(address).page)) == 2


@pytest.mark.parametrize(
    "typed", ["Plouhinec", "saint loup", "Plouhinek", "L’Haÿ-les-Rozes", 'a "b" <c>', "70800"]
)
def test_the_field_keeps_what_was_typed(get, typed):
    answer = get(CHOOSER, q=typed)
    assert field(answer.page)["value"] == typed


def test_what_was_typed_is_never_markup(get):
    answer = get(CHOOSER, q="<script>alert(1)</script>")
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 5000,
        "é" * 5000,
        "🏘️",
        "%",
        "_",
        "'",
        '"',
        "' OR 1=1 --",
        "\\",
        "xyzzyx",
        "99999",
        "(29)",
    ],
)
def test_what_no_town_is_called_is_said_in_a_sentence(get, typed):
    answer = get(CHOOSER, q=typed)
    sentence = said(answer.page)
    assert sentence.startswith("Aucune commune ne répond à « ")
    assert len(sentence) < 200
    assert (
        "Écrivez le début du nom, le code postal (cinq chiffres) ou le code INSEE." in answer.text
    )


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "\x00\x01\x1f", "\u200f\u202e"])
def test_a_text_of_nothing_visible_is_as_no_text(get, typed):
    page = get(CHOOSER, q=typed).page
    assert page.find("main").find(role="status") is None
    assert field(page).get("value", "") == ""


@pytest.mark.parametrize(
    "typed", ["\x00Plouhinec", "\u200fPlouhinec\u202c", "Plou\u200bhinec", "🏘 Plouhinec"]
)
def test_a_town_is_found_under_what_no_name_holds(get, typed):
    assert "Plouhinec (29)" in choices(get(CHOOSER, q=typed).page)


@pytest.mark.parametrize("query", ["q=%ff%fe", "q=%C3%28", "q=%ed%a0%80"])
def test_a_query_string_that_is_not_utf_8_finds_nothing(get, query):
    assert said(get(f"{CHOOSER}?{query}").page).startswith("Aucune commune")


def test_a_search_page_is_not_for_search_engines(get):
    assert get(CHOOSER, q="Plouhinec").page.find("meta", {"name": "robots"})["content"] == "noindex"
    assert get(CHOOSER).page.find("meta", {"name": "robots"}) is None


def test_a_former_commune_leads_to_the_town_it_joined_with_a_word(get, lands):
    address = lands("Bellegarde-sur-Valserine")
    assert address == "/communes/01033-valserhone/?ancienne=01033"
    assert (
        "Bellegarde-sur-Valserine (01033) fait aujourd’hui partie de Valserhône : voici sa page."
        in get(address).text
    )


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Paris 12e", "/communes/75056-paris/?ancienne=75112"),
        ("75112", "/communes/75056-paris/?ancienne=75112"),
        ("lyon 3e arrondissement", "/communes/69123-lyon/?ancienne=69383"),
        ("13201", "/communes/13055-marseille/?ancienne=13201"),
    ],
)
def test_an_arrondissement_leads_to_its_city_with_a_word(get, lands, typed, address):
    assert lands(typed) == address
    assert "fait aujourd’hui partie de" in get(address).text


def test_the_code_of_a_former_commune_redirects_for_good_with_a_word(client, get):
    communes = set(Territory.objects.communes().values_list("code", flat=True))
    former_communes = FormerCommune.objects.exclude(kind="arrondissement").select_related("commune")
    gone = [one for one in former_communes if f"commune-{one.insee}" not in communes]
    assert len(gone) > 1000
    for former in gone[:3]:
        response = client.get(f"/communes/{former.insee}/")
        assert response.status_code == 301
        expected = f"{former.commune.get_absolute_url()}?ancienne={former.insee}"
        assert response["Location"] == expected
        word = f"{former.name} ({former.insee}) fait aujourd’hui partie de {former.commune.name}"
        assert word in get(expected).text


@pytest.mark.parametrize(
    "asked", ["56001", "99999", "", "x", "\x00", "a" * 5000, "%", "'", "🏘", "\u202e75112"]
)
def test_a_former_commune_of_another_town_is_not_named(get, asked):
    assert "fait aujourd’hui partie" not in get(PLOUHINEC, ancienne=asked).text


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("/communes/29197/", PLOUHINEC),
        ("/communes/29197-/", PLOUHINEC),
        ("/communes/29197-plouhineg/", PLOUHINEC),
        ("/communes/29197-PLOUHINEC/", PLOUHINEC),
        ("/communes/29197-plouhinec-du-finistère/", PLOUHINEC),
        (f"/communes/29197-{'x' * 3000}/", PLOUHINEC),
        ("/communes/2a004-ajaccio/", "/communes/2A004-ajaccio/"),
        ("/communes/29197-x/?ancienne=29197&b=2", f"{PLOUHINEC}?ancienne=29197&b=2"),
    ],
)
def test_a_wrong_name_in_an_address_redirects_to_the_right_one_for_good(client, address, right):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, right)
    assert client.get(right).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/communes/99999/",
        "/communes/99999-plouhinec/",
        "/communes/00000/",
        "/communes/2C004/",
        "/communes/20004-ajaccio/",
        "/communes/2919/",
        "/communes/291977/",
        "/communes/plouhinec/",
        "/communes/29197 plouhinec/",
        "/communes/٢٩١٩٧/",
        "/communes/%F0%9F%8F%98/",
    ],
)
def test_an_unknown_insee_code_is_not_found(get, address):
    assert get(address, status=404).page.find("h1")


@pytest.mark.parametrize(
    "slug", ["%00", "%ff%fe", "..", "%20", "a b", "%F0%9F%8F%98", "'", "x%0d%0aA:b"]
)
def test_what_is_no_name_in_an_address_leads_nowhere_else(client, slug):
    response = client.get(f"/communes/29197-{slug}/")
    assert response.status_code in (301, 404)
    assert response.headers.get("Location", PLOUHINEC) == PLOUHINEC


def test_the_chooser_only_reads(client):
    assert client.post(CHOOSER, {"q": "Plouhinec"}).status_code == 405
    assert client.post(PLOUHINEC).status_code == 405
