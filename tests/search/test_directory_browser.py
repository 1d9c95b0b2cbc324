"""A list as a person uses it: boxes, tags, pages, Back, a phone, a keyboard, no JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FILTERED = "/appuis/?type_territoire=pvd&theme=alimentation-et-agriculture&territoire=29197"
SAMPLE = [
    FILTERED,
    "/acteurs/?q=ruche&page=1",
    "/appuis/?theme=nope",
    "/appuis/?q=zzzzzz&territoire=29197&theme=sante",
    "/recherche/",
    "/recherche/?q=plouhinec",
    "/recherche/?q=recyclrie",
    "/recherche/?q=zzzzzz",
    "/glossaire/?q=scic",
]
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What a screen reader is told: how many times the sentence changed, in the element of the start.
LISTEN = """() => {
    window.told = [];
    const sentence = document.getElementById("compte");
    new MutationObserver(() => told.push(sentence.textContent)).observe(
        sentence, { childList: true, characterData: true, subtree: true });
    window.loaded = true;
}"""


@pytest.fixture
def listed(open_page):
    """Open a list, and note what is said and asked from then on."""

    def go(address, **options):
        page = open_page(address, **options)
        page.evaluate(LISTEN)
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        return page

    return go


def lists_asked(page):
    return [url for url in page.asked if "/suggestions/" not in url and "/static/" not in url]


def tick(page, name, value):
    page.locator(f"label[for={name}-{value}]").click()


def counted(page, name, value):
    text = page.locator(f"label[for={name}-{value}] span").text_content()
    return int(re.sub(r"\D", "", text))


def number(page):
    """The count the sentence begins with."""
    return int(re.match(r"\d+", page.locator("#compte").text_content())[0])


def test_a_box_ticked_shows_its_results_and_keeps_the_focus(listed):
    page = listed("/appuis/")
    page.locator("summary", has_text="Thème").click()
    page.locator("summary", has_text="Levier").click()
    expected, title = counted(page, "theme", "sante"), page.title()
    before = page.locator("#facette-type").text_content()
    tick(page, "theme", "sante")
    expect(page).to_have_url(re.compile(r"/appuis/\?theme=sante$"))
    expect(page.locator("#compte")).to_contain_text("thème Santé")
    assert number(page) == expected == page.locator("#resultats h3").count()
    assert page.title() != title
    assert page.title().startswith(page.locator("#compte").text_content())
    assert page.locator("#facette-type").text_content() != before
    expect(page.get_by_role("link", name="Santé", exact=True)).to_be_visible()
    expect(page.locator("#theme-sante")).to_be_checked()
    expect(page.locator("#theme-sante")).to_be_focused()
    expect(page.locator("#facette-theme > summary")).to_have_text("Thème (1)")
    for opened in ("theme", "levier"):
        expect(page.locator(f"#facette-{opened}")).to_have_attribute("open", "")
    assert page.evaluate("told") == [page.locator("#compte").text_content()]
    assert len(lists_asked(page)) == 1


def test_back_and_forward_restore_boxes_words_place_and_results(listed):
    page = listed("/appuis/?territoire=29197")
    start = page.locator("#compte").text_content()
    page.locator("summary", has_text="Thème").click()
    tick(page, "theme", "alimentation-et-agriculture")
    expect(page.locator("#compte")).to_contain_text("Alimentation")
    filtered = page.locator("#compte").text_content()
    page.fill("#id_q", "ferme")
    page.fill("#id_territoire", "")
    page.locator("#id_q").press("Enter")
    expect(page.locator("#compte")).to_contain_text("« ferme »")
    assert "territoire" not in page.url
    page.go_back()
    expect(page.locator("#compte")).to_have_text(filtered)
    expect(page.locator("#id_q")).to_have_value("")
    expect(page.locator("#id_territoire")).to_have_value("Plouhinec (29)")
    page.go_back()
    expect(page.locator("#compte")).to_have_text(start)
    expect(page.locator("#theme-alimentation-et-agriculture")).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#compte")).to_have_text(filtered)
    expect(page.locator("#theme-alimentation-et-agriculture")).to_be_checked()
    page.go_forward()
    expect(page.locator("#id_q")).to_have_value("ferme")
    assert page.evaluate("loaded")


def test_a_removed_tag_gives_the_focus_to_the_next(listed):
    page = listed(FILTERED)
    page.get_by_role("link", name="Petite ville de demain").press("Enter")
    expect(page).to_have_url(re.compile(r"\?territoire=commune-29197&theme=[a-z-]+$"))
    expect(page.locator("#type_territoire-pvd")).not_to_be_checked()
    expect(page.get_by_role("link", name="Alimentation et agriculture")).to_be_focused()
    page.get_by_role("link", name="Plouhinec (29)", exact=True).press("Enter")
    expect(page.locator("#id_territoire")).to_have_value("")
    page.get_by_role("link", name="Tout effacer").press("Enter")
    expect(page).to_have_url(re.compile("/appuis/$"))
    expect(page.locator("a.fr-tag--dismiss")).to_have_count(0)
    assert len(page.evaluate("told")) == len(lists_asked(page)) == 3


def test_erasing_keeps_the_territory_and_says_so(listed):
    page = listed(FILTERED)
    page.get_by_role("link", name="Tout effacer sauf Plouhinec (29)").click()
    expect(page).to_have_url(re.compile(r"/appuis/\?territoire=commune-29197$"))
    expect(page.locator("#id_territoire")).to_have_value("Plouhinec (29)")
    expect(page.get_by_role("link", name="Tout effacer")).to_have_count(0)


def test_another_page_moves_the_focus_to_its_results(listed):
    page = listed("/acteurs/")
    first = page.locator("#resultats h3").first.text_content()
    page.get_by_role("link", name="Page suivante").press("Enter")
    expect(page).to_have_url(re.compile(r"\?page=2$"))
    expect(page.locator("#compte")).to_contain_text("page 2 sur")
    assert "page 2 sur" in page.title()
    expect(page.get_by_role("heading", name="Résultats")).to_be_focused()
    expect(page.locator("#compte")).to_be_in_viewport()
    expect(page.locator("#resultats h3").first).not_to_have_text(first)


def test_a_sort_keeps_the_focus_and_is_said_current(listed):
    page = listed("/acteurs/")
    page.get_by_role("link", name="Plus récents").press("Enter")
    expect(page).to_have_url(re.compile(r"\?tri=recent$"))
    sort = page.get_by_role("link", name="Plus récents")
    expect(sort).to_have_attribute("aria-current", "true")
    expect(sort).to_be_focused()


def test_a_place_chosen_with_the_keyboard_filters_at_once(listed):
    page = listed("/appuis/?q=commerce")
    field = page.locator("#id_territoire")
    field.press_sequentially("29197")
    expect(page.get_by_role("option")).to_have_count(1)
    field.press("ArrowDown")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"q=commerce&territoire=commune-29197$"))
    expect(page.locator("#compte")).to_contain_text("Plouhinec (29)")
    expect(page.locator("#id_territoire")).to_have_value("Plouhinec (29)")
    expect(page.locator("#id_territoire")).to_be_focused()
    assert len(lists_asked(page)) == 1
    field.fill("")  # the field is a combobox still
    field.press_sequentially("plouhinec")
    expect(page.get_by_role("option")).to_have_count(2)


def test_a_name_many_towns_bear_is_told_beside_its_field(listed):
    page = listed("/appuis/")
    page.fill("#id_territoire", "plouhinec")
    page.locator("#id_territoire").press("Enter")
    expect(page.locator("#id_territoire_error")).to_contain_text("Plusieurs territoires")
    expect(page.locator("#id_territoire")).to_be_focused()
    page.get_by_role("link", name="Plouhinec (29)").click()
    expect(page.locator("#compte")).to_contain_text("pour Plouhinec (29)")
    expect(page.locator("#id_territoire_error")).to_have_count(0)


def test_the_last_of_two_quick_choices_wins(listed):
    page = listed("/appuis/")
    entries = page.evaluate("history.length")
    page.evaluate(
        "for (const one of ['sante', 'mobilite']) document.getElementById(`theme-${one}`).click()"
    )
    expect(page).to_have_url(re.compile(r"theme=(mobilite|sante)&theme=(mobilite|sante)$"))
    expect(page.locator("a.fr-tag--dismiss")).to_have_count(2)
    assert page.evaluate("history.length") == entries + 1
    assert len(page.evaluate("told")) == 1


def test_a_choice_taken_back_at_once_leaves_the_list_as_it_was(listed):
    page = listed("/appuis/")
    page.evaluate("for (const time of [1, 2]) document.getElementById('theme-sante').click()")
    page.wait_for_load_state("networkidle")
    assert page.url.endswith("/appuis/")
    assert page.evaluate("told") == []
    expect(page.locator("#resultats")).to_have_attribute("aria-busy", "false")


def test_without_an_answer_the_browser_goes_there_itself(listed):
    page = listed("/appuis/")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    page.locator("summary", has_text="Thème").click()
    tick(page, "theme", "sante")
    expect(page.locator("#compte")).to_contain_text("thème Santé")
    assert page.evaluate("window.loaded") is None


def test_on_a_phone_filters_are_folded_and_lead_to_the_results(listed):
    page = listed("/appuis/", width=375)
    expect(page.locator("#compte")).to_be_in_viewport()
    expect(page.locator("#theme-sante")).not_to_be_visible()
    page.locator("summary", has_text="Filtres").click()
    page.locator("summary", has_text="Thème").click()
    tick(page, "theme", "sante")
    expect(page.locator("#filtres-plies > summary")).to_have_text("Filtres (1)")
    link = page.get_by_role("link", name=re.compile("^Voir les? "))
    expect(link).to_be_in_viewport()
    assert page.locator("#filtres-plies").get_attribute("open") == ""
    link.click()
    expect(page.locator("#compte")).to_be_in_viewport()
    expect(page.locator("#compte")).to_contain_text("thème Santé")
    assert len(lists_asked(page)) == 1


def test_a_list_is_used_with_the_keyboard_alone(listed):
    page = listed("/appuis/")
    page.locator("#id_q").focus()
    for key in ("Tab", "Tab", "Tab", "Tab", "Enter", "Tab"):  # button, place, two groups, a box
        page.keyboard.press(key)
    box = page.evaluate("document.activeElement.id")
    assert box.startswith("theme-")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"\?theme="))
    expect(page.locator(f"#{box}")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id").startswith("theme-")


def test_without_javascript_the_form_the_tags_and_the_pages_work(open_page):
    page = open_page("/acteurs/", javascript=False)
    page.locator("summary", has_text="Thème").click()
    expected = counted(page, "theme", "emploi-et-insertion")
    tick(page, "theme", "emploi-et-insertion")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator("#compte")).to_contain_text("thème Emploi et insertion")
    assert number(page) == expected
    page.get_by_role("link", name="Page suivante").click()
    expect(page).to_have_url(re.compile(r"\?theme=emploi-et-insertion&page=2$"))
    page.get_by_role("link", name="Emploi et insertion", exact=True).click()
    expect(page).to_have_url(re.compile("/acteurs/$"))


def test_without_javascript_a_phone_shows_the_filters_and_only_what_works(open_page):
    page = open_page("/appuis/", width=375, javascript=False)
    page.locator("summary", has_text="Filtres").click()
    expect(page.get_by_role("button", name="Appliquer")).to_be_visible()
    expect(page.locator(".filter-results")).not_to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_header_searches_everything_and_finds_towns(open_page, javascript):
    page = open_page("/", javascript=javascript)
    page.fill("#header-q", "plouhinec")
    page.locator("#header-q").press("Enter")
    expect(page.locator("#id_q")).to_have_value("plouhinec")
    page.get_by_role("link", name="Plouhinec (29)", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Plouhinec")


def test_the_search_page_starts_with_help_then_answers_in_place(listed):
    page = listed("/recherche/")
    expect(page.get_by_role("heading", name="Que pouvez-vous chercher ?")).to_be_visible()
    page.fill("#id_q", "plouhinec")
    page.get_by_role("button", name="Chercher", exact=True).click()
    expect(page).to_have_url(re.compile(r"/recherche/\?q=plouhinec$"))
    expect(page.locator("#communes-trouvees a")).to_have_count(2)
    expect(page.locator("#compte")).to_contain_text("résultats avec « plouhinec »")
    page.locator("summary", has_text="Type").click()
    tick(page, "type", "acteur")
    expect(page).to_have_url(re.compile("&type=acteur$"))
    expect(page.locator("#resultats .fr-badge").first).to_contain_text("Acteur · ")
    page.go_back()
    page.go_back()
    expect(page.locator("#communes-trouvees a")).to_have_count(0)
    expect(page.get_by_role("heading", name="Que pouvez-vous chercher ?")).to_be_visible()
    assert page.evaluate("loaded")


@pytest.mark.parametrize("address", SAMPLE)
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_overflows(open_page, address, width):
    page = open_page(address, width=width)
    if width == 320:
        page.locator("summary", has_text="Filtres").click()
    assert page.evaluate(OVERFLOW) <= 0
    found = [
        (rule["id"], [node["target"] for node in rule["nodes"]])
        for rule in Axe().run(page).response["violations"]
    ]
    assert not found
