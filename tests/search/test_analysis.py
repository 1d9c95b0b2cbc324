"""French words as the index knows them: the same for what is written and for what is typed."""

import pytest

from search.analysis import stems, words
from search.typed import read


@pytest.mark.parametrize(
    "forms",
    [
        "épicerie épiceries EPICERIE Épicerie epiceries",
        "tiers-lieu tiers-lieux « tiers lieu »",
        "l’emploi d'emploi emplois qu’emploi",
        "E.S.S. ESS ess É.S.S.",
        "local locaux locales locale",
        "réseau réseaux",
        "élu élus élue élues",
        "œuvre oeuvre œuvres",
        "jeu jeux",
        "santé sante SANTÉ",
        "coopérative coopératives",
        "solidaire solidaires",
        "aménagement amenagements",
        "énergie énergies énergie",
    ],
)
def test_the_forms_of_a_word_are_one_word(forms):
    found = {tuple(stems(form)) for form in forms.replace("« ", "").replace(" »", "").split(" ")}
    if "tiers lieu" in forms:
        found.discard(tuple(stems("tiers")))
        found.discard(tuple(stems("lieu")))
    assert len(found) == 1, found


@pytest.mark.parametrize("text", ["", "   ", "de la le", "’’’", "!!", "« »", "\x00", "🌱", "¿?"])
def test_what_holds_no_word_gives_none(text):
    assert stems(text) == []
    assert not read(text).is_searchable


@pytest.mark.parametrize(
    "text", ["a" * 5000, "é" * 5000, "1" * 400, "a." * 3000, "'" * 3000, "ß ﬁ ŉ"]
)
def test_any_text_is_read_at_once(text):
    assert all(word.stem for word in read(text).words)


def test_a_word_knows_where_it_stands():
    text = "L’Économie sociale, E.S.S., et l’œuvre."
    found = [text[word.start : word.end] for word in words(text) if word.stem]
    assert found == ["Économie", "sociale", "E.S.S.", "œuvre"]


def test_composed_and_decomposed_letters_are_the_same():
    assert stems("e\u0301picerie") == stems("épicerie")


def test_a_code_and_a_year_are_kept_whole():
    assert stems("En 2024, la loi 2014-856 du 31 juillet") == [
        "2024",
        "loi",
        "2014",
        "856",
        "31",
        "juillet",
    ]
