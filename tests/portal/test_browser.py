"""What a person does: with a keyboard, without JavaScript, on a small screen, with a reader."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SAMPLE = [
    "/",
    "/communes/?q=saint+loup",
    "/communes/70467-saint-loup-sur-semouse/",
    "/communes/97411-saint-denis/",
    "/appuis/",
    "/appuis/?territoire=29197&theme=tiers-lieux",
    "/appuis/?territoire=xyz",
    "/acteurs/",
    "/appuis/dla/",
    "/acteurs/avise/",
    "/acteurs/cress-normandie/",
    "/leviers/",
    "/leviers/commande-publique-responsable/",
    "/defis/services-de-proximite/",
    "/initiatives/ateliers-jean-moulin/",
    "/ressources/kit-municipaless/",
    "/glossaire/",
    "/glossaire/scic/",
    "/chiffres-cles/emplois-ess-ruraux-2019/",
    "/accessibilite/",
    "/nulle-part/",
]
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOWN = re.compile("/communes/70467-saint-loup-sur-semouse/")


def test_a_town_is_chosen_with_the_keyboard_alone(open_page):
    page = open_page("/")
    field = page.locator("#accueil-town")
    for _ in range(40):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    else:
        pytest.fail("the field cannot be reached with Tab")
    page.keyboard.type("st loup sur sem")
    expect(page.get_by_role("option").first).to_contain_text("Saint-Loup-sur-Semouse (70)")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(TOWN)


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(open_page):
    page = open_page("/")
    field = page.locator("#accueil-town")
    field.press_sequentially("plouhinec")
    expect(page.get_by_role("option")).to_have_count(2)
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("plouhinec")


def test_enter_without_a_choice_goes_to_the_chooser(open_page):
    page = open_page("/")
    page.locator("#accueil-town").press_sequentially("plouhinec")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre commune")
    expect(page.locator("main")).to_contain_text("Plouhinec (56)")


def test_a_town_is_chosen_without_javascript(open_page):
    page = open_page("/", javascript=False)
    page.fill("#accueil-town", "saint loup")
    page.click("main form button")
    page.get_by_role("link", name="Saint-Loup-sur-Semouse (70)").click()
    expect(page).to_have_url(TOWN)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Saint-Loup-sur-Semouse")


def test_a_list_is_filtered_without_javascript_by_the_name_of_a_town(open_page):
    page = open_page("/appuis/", javascript=False)
    page.fill("#id_territoire", "Plouhinec")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator("main")).to_contain_text("Plusieurs territoires répondent")
    page.get_by_role("link", name="Plouhinec (29)").click()
    expect(page.locator("#compte")).to_contain_text("pour Plouhinec (29)")
    page.locator("summary", has_text="Thème").click()
    page.locator("label", has_text="Tiers-lieux").click()
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator("#compte")).to_contain_text("pour Plouhinec (29), thème Tiers-lieux")


def test_a_list_is_filtered_by_a_suggestion_and_keeps_it(open_page):
    page = open_page("/appuis/")
    field = page.locator("input[role=combobox][id=id_territoire]")
    field.press_sequentially("29197")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Appliquer").click()
    expect(page).to_have_url(re.compile("territoire=commune-29197"))
    expect(page.locator("#compte")).to_contain_text("pour Plouhinec (29)")
    expect(page.locator("#id_territoire")).to_have_value("Plouhinec (29)")


def test_the_mobile_menu_opens_closes_and_gives_the_focus_back(open_page):
    page = open_page("/", width=375)
    button = page.get_by_role("button", name="Menu")
    button.click()
    expect(page.get_by_role("link", name="Leviers").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


@pytest.mark.parametrize("address", SAMPLE)
@pytest.mark.parametrize("javascript", [True, False])
def test_nothing_overflows_at_320_pixels(open_page, address, javascript):
    page = open_page(address, width=320, javascript=javascript)
    assert page.evaluate(OVERFLOW) <= 0 if javascript else overflow_without_script(page) <= 0


def overflow_without_script(page):
    """Widest element, from outside: a page without JavaScript cannot be asked."""
    box = page.locator("body").bounding_box()
    return box["width"] - 320


@pytest.mark.parametrize("address", SAMPLE)
@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing(open_page, address, width):
    results = Axe().run(open_page(address, width=width))
    found = [
        (rule["id"], [node["target"] for node in rule["nodes"]])
        for rule in results.response["violations"]
    ]
    assert not found


def test_skip_links_move_the_focus(open_page):
    page = open_page("/appuis/dla/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
