"""`q`: what words find, what they are read as, and what is never found."""

import re
import unicodedata

import pytest

from tests.factories import (
    ActorFactory,
    InitiativeFactory,
    LeverFactory,
    PublicationFactory,
    SupportFactory,
    TermFactory,
)
from tests.search.directories import (
    DIRECTORIES,
    counted,
    every_directory,
    links,
    notices,
    place,
    problems,
    sentence,
    theme,
    titles,
)

pytestmark = [pytest.mark.usefixtures("only_mine"), pytest.mark.on_sqlite]

# What is written in a title, and ways of typing it.
SAME = {
    "Épicerie solidaire": [
        *("épicerie", "epicerie", "ÉPICERIE", "Epicerie", unicodedata.normalize("NFD", "épicerie")),
        *("l’épicerie", "l'épicerie", "d'épicerie", "L’Épicerie", "qu’épicerie", "épiceries"),
        *("épicerie,", "(épicerie)", "épicerie…", "une épicerie pour tous", "  épicerie\t"),
    ],
    "Cœur de bourg": ["cœur", "coeur", "CŒUR", "cœurs", "le cœur du bourg"],
    "Locaux vacants": ["local", "locaux", "local vacant", "un local vacant", "locaux vacants"],
    "Jardins partagés": ["jardin", "jardin partagé", "jardins partagés", "le jardin partagé"],
    "Travail intergénérationnel": ["intergénérationnelle", "intergenerationnels"],
    "Tiers-lieux ruraux": ["tiers-lieu", "tiers lieu", "tiers lieux", "lieu rural", "TIERS-LIEU"],
    "L’E.S.S. en actes": ["ESS", "ess", "l’ESS", "E.S.S.", "e.s.s", "d’ESS"],
    "Saint-Loup s’engage": ["st loup", "saint-loup", "St-Loup"],
}


@pytest.mark.parametrize(("written", "typed"), [(one, way) for one in SAME for way in SAME[one]])
def test_accents_elisions_and_plurals_do_not_matter(get, written, typed):
    ActorFactory(title=written)
    ActorFactory(title="Potager")
    page = get("/acteurs/", q=typed).page
    assert titles(page) == [written]
    assert not any(notice.startswith("Aucune fiche") for notice in notices(page))


@every_directory
def test_every_directory_searches_titles_names_summaries_bodies_and_keywords(listed, address):
    make = DIRECTORIES[address]
    make(title="Alambic")
    make(title="Sigle", acronym="BRL")
    make(title="Autre nom", synonyms="passoire\nchaudron magique")
    make(title="Résumé", summary="Un vilebrequin.")
    make(title="Corps", body="## Parlons\n\nd’une *girouette* en bois.")
    make(title="Mot-clé").keywords.add("farandole")
    expected = {
        "Alambic": ["alambic"],
        "Sigle": ["brl", "B.R.L."],
        "Autre nom": ["passoire", "chaudron", "chaudrons magiques"],
        "Résumé": ["vilebrequin"],
        "Corps": ["girouette"],
        "Mot-clé": ["farandole"],
    }
    for title, words in expected.items():
        for word in words:
            assert listed(address, q=word) == [title], word


@pytest.mark.parametrize("address", ["/acteurs/", "/appuis/", "/initiatives/"])
def test_the_names_of_places_and_themes_find_entries(listed, address):
    entry = DIRECTORIES[address](title="Ici", themes=[theme("sante")])
    relation = "places" if address == "/initiatives/" else "coverage"
    getattr(entry, relation).add(place("commune-29197"))
    DIRECTORIES[address](title="Ailleurs")
    assert listed(address, q="plouhinec") == ["Ici"]
    assert listed(address, q="santé") == ["Ici"]


def test_only_the_last_word_may_be_a_beginning(get):
    for title in ("Épicerie", "Marché"):
        ActorFactory(title=title)
    assert titles(get("/acteurs/", q="épic").page) == ["Épicerie"]
    assert titles(get("/acteurs/", q="mar").page) == ["Marché"]
    page = get("/acteurs/", q="épic march").page
    assert titles(page) == ["Marché"]
    assert notices(page) == ["Aucune fiche ne contient « epic »."]


def test_a_whole_word_comes_before_a_longer_one(listed):
    ActorFactory(title="Marchés", summary="Les marchés.")
    ActorFactory(title="Marchandise", summary="La marchandise.")
    ActorFactory(title="March", summary="Ce mot.")
    assert listed("/acteurs/", q="march")[0] == "March"


@pytest.mark.parametrize(
    "typed",
    [
        *("mediatheqe", "médiathque", "ediatheque"),  # a letter missing
        *("mediatthèque", "médiathèqque", "amediatheque", "mediathequek"),  # added
        *("médiathéqoe", "nediatheque", "medi4theque"),  # replaced
        *("meidatheque", "mediahteque", "emdiatheque"),  # swapped
    ],
)
def test_one_edit_is_corrected_and_said(get, typed):
    ActorFactory(title="Médiathèque")
    page = get("/acteurs/", q=typed).page
    assert titles(page) == ["Médiathèque"]
    if not "mediatheque".startswith(typed):
        folded = unicodedata.normalize("NFKD", typed).encode("ascii", "ignore").decode()
        assert notices(page) == [
            f"Aucune fiche ne contient « {folded} » : voici les résultats pour « mediatheque »."
        ]
        assert page.select(".fr-card__title mark")[0].get_text() == "Médiathèque"


def test_a_faulty_word_is_corrected_wherever_it_stands(get):
    ActorFactory(title="Médiathèque rurale")
    ActorFactory(title="Potager")
    page = get("/acteurs/", q="meidatheque rurale").page
    assert titles(page)[0] == "Médiathèque rurale"
    assert len(notices(page)) == 1


@pytest.mark.parametrize("typed", ["madiothèque", "meditaheqeu", "midoatheque"])
def test_two_edits_are_one_too_many(get, typed):
    ActorFactory(title="Médiathèque")
    assert titles(get("/acteurs/", q=typed).page) == []


def test_a_word_that_finds_something_is_never_corrected(get):
    ActorFactory(title="Conte")
    ActorFactory(title="Comte")
    page = get("/acteurs/", q="conte").page
    assert titles(page) == ["Conte"]
    assert notices(page) == []


def test_a_short_word_is_not_read_as_another(get):
    ActorFactory(title="SCI")
    assert titles(get("/acteurs/", q="scx").page) == []
    assert titles(get("/acteurs/", q="csi").page) == ["SCI"]  # two letters swapped


def test_a_word_known_elsewhere_is_not_corrected_to_one_of_this_list(get):
    TermFactory(title="Conte")
    ActorFactory(title="Comte")
    assert titles(get("/acteurs/", q="conte").page) == []


def test_synonyms_of_the_glossary_answer_both_ways(listed):
    TermFactory(title="Tiers-lieu", slug="essai", synonyms="lieu hybride\nfabrique partagée")
    ActorFactory(title="Un", summary="Ce tiers-lieu vous reçoit.")
    ActorFactory(title="Deux", summary="Ce lieu hybride vous reçoit.")
    ActorFactory(title="Trois", summary="Cette fabrique partagée vous reçoit.")
    assert set(listed("/acteurs/", q="tiers-lieu")) == {"Un", "Deux", "Trois"}
    assert listed("/acteurs/", q="tiers-lieu")[0] == "Un"  # what is written comes first
    assert listed("/acteurs/", q="lieux hybrides")[:1] == ["Deux"]
    assert "Un" in listed("/acteurs/", q="lieux hybrides")
    assert "Un" in listed("/acteurs/", q="fabriques partagées")


def test_an_acronym_and_its_words_answer_each_other(listed):
    TermFactory(title="Dispositif local d’accompagnement", acronym="DLA")
    ActorFactory(title="Sigle", summary="Le DLA vous reçoit.")
    ActorFactory(title="Mots", summary="Un dispositif local d’accompagnement.")
    ActorFactory(title="Autre", summary="Un autre accompagnement.")
    for typed in ("DLA", "dla", "D.L.A.", "le DLA", "l’D.L.A"):
        assert listed("/acteurs/", q=typed) == ["Sigle", "Mots"], typed
    assert listed("/acteurs/", q="dispositif local d’accompagnement")[0] == "Mots"
    assert "Sigle" in listed("/acteurs/", q="dispositif local d’accompagnement")


def test_synonyms_are_those_of_the_glossary_as_it_stands(listed):
    term = TermFactory(title="Tiers-lieu", slug="essai", synonyms="guinguette", draft=True)
    ActorFactory(title="Un", summary="Ce tiers-lieu vous reçoit.")
    assert listed("/acteurs/", q="guinguette") == []
    term.status, term.published_on = "publie", "2026-11-01"
    term.save()
    assert listed("/acteurs/", q="guinguette") == ["Un"]
    term.synonyms = "estaminet"
    term.save()
    assert listed("/acteurs/", q="guinguette") == []
    assert listed("/acteurs/", q="estaminet") == ["Un"]
    term.delete()
    assert listed("/acteurs/", q="estaminet") == []


@pytest.mark.parametrize("quotes", ['""', "«»", "“”", ("« ", " »")])
def test_words_between_quotes_follow_each_other(listed, quotes):
    before, after = quotes
    ActorFactory(title="Suite", summary="Un jardin partagé.")
    ActorFactory(title="Loin", summary="Un four partagé, un jardin.")
    ActorFactory(title="Corps", body="Des jardins partagés.")
    found = listed("/acteurs/", q=f"{before}jardin partagé{after}")
    assert found == ["Suite", "Corps"]
    assert listed("/acteurs/", q=f"{before}jard{after}") == []  # neither a beginning…
    assert listed("/acteurs/", q=f"{before}jadrin{after}") == []  # … nor a correction
    assert listed("/acteurs/", q=f"{before}four partagé{after} jardin")[0] == "Loin"


def test_title_comes_before_summary_before_body(listed):
    ActorFactory(title="Corps", body="Un moulin.")
    ActorFactory(title="Résumé", summary="Un moulin.")
    ActorFactory(title="Moulin")
    assert listed("/acteurs/", q="moulin") == ["Moulin", "Résumé", "Corps"]
    assert listed("/recherche/", q="moulin") == ["Moulin", "Résumé", "Corps"]


def test_the_entry_whose_name_is_typed_comes_first(listed):
    for number in range(4):
        ActorFactory(title=f"Moulin du moulin {number}", summary="Moulin, moulin et moulin.")
    ActorFactory(title="Le Moulin", body="Rien.")
    ActorFactory(title="Zinc", acronym="MLN", synonyms="Moulin à vent")
    assert listed("/acteurs/", q="le moulin")[0] == "Le Moulin"
    assert listed("/acteurs/", q="mln")[0] == "Zinc"
    assert listed("/acteurs/", q="moulin à vent")[0] == "Zinc"


def test_entries_with_all_the_words_come_before_those_with_some(listed):
    ActorFactory(title="Un", summary="Un moulin au bord de la rivière, son meunier.")
    ActorFactory(title="Deux", summary="Un moulin au bord de la rivière.")
    ActorFactory(title="Zéro", summary="Un potager.")
    found = listed("/acteurs/", q="moulin rivière meunier")
    assert found[0] == "Un"
    assert "Zéro" not in found


@pytest.mark.parametrize(
    "typed",
    [
        *("+moulin", "-moulin", "moulin*", "(moulin", "moulin~", "[moulin", "moulin}", "!moulin"),
        *("^moulin", "moulin:", "/moulin/", "moulin\\", "moulin AND", "title:moulin", '"moulin'),
        *("<moulin>", "moulin%", "moulin_", "moulin;--", "$moulin", "mou\u00adlin", "moulin\x00"),
    ],
)
def test_operators_mean_nothing(listed, typed):
    ActorFactory(title="Moulin")
    ActorFactory(title="Potager")
    assert listed("/acteurs/", q=typed) == ["Moulin"]


def test_negation_is_no_operator(listed):
    ActorFactory(title="Moulin", summary="Avec potager.")
    for typed in ("moulin -potager", "moulin NOT potager", "moulin !potager"):
        assert listed("/acteurs/", q=typed)[:1] == ["Moulin"], typed


@every_directory
def test_a_long_text_is_cut_and_said(get, address):
    DIRECTORIES[address](title="Moulin")
    long = ("moulin " + "zyxwv " * 1000)[:5000]
    for typed in (long, "moulin " * 1000, "moulin " + "é" * 5000, "moulin et " * 40):
        page = get(address, q=typed).page
        assert titles(page) == ["Moulin"]
        assert problems(page) == []
        assert "Votre demande est longue : seuls ses premiers mots ont été cherchés." in notices(
            page
        )
        assert len(sentence(page)) < 400
    page = get(address, q="moulin des bois").page
    assert not any("longue" in notice for notice in notices(page))


WITHHELD = {
    "title": "Girouette",
    "summary": "Un vilebrequin.",
    "body": "Une farandole.",
    "acronym": "ZQX",
    "synonyms": "chaudron",
}
SPELLED = {
    "girouete": "girouette",
    "vilebrequi": "vilebrequin",
    "farandolle": "farandole",
    "chaudrn": "chaudron",
}


def assert_unheard_of(get, address):
    """No word of what is withheld finds, corrects, begins or counts anything."""
    for words in (*WITHHELD.values(), *SPELLED, "giroue", "vileb", "faran", "chaud"):
        alone, beside = get("/recherche/", q=words), get(address, q=f"publiée {words}")
        assert (counted(alone.page), titles(alone.page)) == (0, []), words
        assert titles(beside.page) == ["Publiée"], words
        (notice,) = notices(beside.page)
        assert re.fullmatch(r"Aucune fiche ne contient « \w+ »\.", notice), words
        for answer in (alone, beside):
            told = answer.text.lower()
            for word in SPELLED.values():
                assert word not in told or word in words.lower(), (words, word)


@every_directory
@pytest.mark.parametrize("state", ["draft", "archived"])
def test_drafts_and_archives_are_found_by_none_of_their_words(get, address, state):
    DIRECTORIES[address](**WITHHELD, slug="retenue", **{state: True})
    DIRECTORIES[address](title="Publiée")
    assert_unheard_of(get, address)


@every_directory
def test_what_is_withdrawn_is_found_no_more_by_any_of_its_words(get, address):
    entry = DIRECTORIES[address](**WITHHELD, slug="retenue")
    DIRECTORIES[address](title="Publiée")
    assert titles(get(address, q="girouette").page) == ["Girouette"]
    entry.status = "archive"
    entry.save()
    assert_unheard_of(get, address)
    entry.status = "publie"
    entry.save()
    assert titles(get(address, q="vileb").page) == ["Girouette"]
    entry.delete()
    assert_unheard_of(get, address)


def test_words_of_a_withheld_actor_are_not_lent_to_what_it_is_tied_to(listed):
    initiative = InitiativeFactory(title="Projet")
    actor = ActorFactory(title="Girouette")
    initiative.participations.create(actor=actor, verb="porte")
    assert listed("/initiatives/", q="girouette") == ["Projet"]
    actor.status = "archive"
    actor.save()
    assert listed("/initiatives/", q="girouette") == []


@pytest.mark.parametrize("address", ["/leviers/", "/recherche/"])
def test_words_of_a_withheld_term_are_not_lent_to_what_it_is_tied_to(listed, address):
    lever, term = LeverFactory(title="Levier"), TermFactory(title="Girouette", draft=True)
    lever.terms.add(term)
    assert listed(address, q="girouette") == []
    term.status, term.published_on = "publie", "2026-11-01"
    term.save()
    assert "Levier" in listed(address, q="girouette")
    term.title = "Farandole"
    term.save()
    assert listed(address, q="girouette") == []
    assert "Levier" in listed(address, q="farandole")
    term.status = "archive"
    term.save()
    assert listed(address, q="farandole") == []


def test_words_found_are_marked_in_title_and_summary(get):
    SupportFactory(title="Les moulins d’ici", summary="L’eau du moulin, et les potagers.")
    page = get("/appuis/", q="moulin potager").page
    (link,) = links(page)
    assert [mark.get_text() for mark in link.select("mark")] == ["moulins"]
    summary = page.select_one("#resultats .fr-card__desc")
    assert [mark.get_text() for mark in summary.select("mark")] == ["moulin", "potagers"]


def test_an_extract_of_the_body_shows_where_words_are_when_the_summary_has_none(get):
    far = "Du texte sans rapport, encore. " * 40
    body = f"{far}\n\n## Titre\n\nIci le **grand moulin** du [bourg](https://example.org).\n\n{far}"
    PublicationFactory(title="Guide", summary="Un guide.", body=body)
    answer = get("/ressources/", q="moulin")
    extract = answer.page.select_one("#resultats .extract")
    assert [mark.get_text() for mark in extract.select("mark")] == ["moulin"]
    text = extract.get_text()
    assert "grand moulin du bourg" in text
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) < 400
    assert get("/ressources/", q="guide").page.select_one("#resultats .extract") is None


@every_directory
def test_what_is_written_in_an_entry_is_never_html(get, address):
    attack = "<script>alert('moulin')</script> <img src=x onerror=alert(1)> & <b>moulin</b>"
    DIRECTORIES[address](title=f"Titre {attack}", slug="a", summary="Un résumé.")
    DIRECTORIES[address](title="Résumé", slug="b", summary=attack)
    DIRECTORIES[address](title="Corps", slug="c", body=f"{attack}\n\n<mark>moulin</mark> {attack}")
    answer = get(address, q="moulin <script>moulin</script>")
    results = answer.page.find(id="resultats")
    assert counted(answer.page) == 3
    for name in ("script", "img", "b"):
        assert results.find(name) is None
    assert len(results.select("mark")) >= 3
    assert {mark.get_text() for mark in results.select("mark")} <= {"moulin", "script", "Moulin"}
    assert b"<img src=x" not in answer.content
