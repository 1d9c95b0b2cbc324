"""The home page: the town field first, then what there is to find."""


def test_the_town_field_comes_first_and_works_without_javascript(get):
    page = get("/").page
    form = page.find("main").find("form")
    assert form["action"] == "/communes/"
    assert form.get("method", "get") == "get"
    assert form.find("input", {"name": "q"})


def test_home_leads_to_levers_themes_challenges_initiatives_and_figures(get):
    links = {link["href"] for link in get("/").page.find("main").find_all("a")}
    for start, least in (
        ("/leviers/", 6),
        ("/appuis/?theme=", 16),
        ("/defis/", 6),
        ("/initiatives/", 3),
        ("/chiffres-cles/", 4),
    ):
        assert len([link for link in links if link.startswith(start) and link != start]) >= least
