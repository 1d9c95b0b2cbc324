"""The counts read on the pages of both sites."""

import pytest

from benchmarks.questions import FAR, Question
from benchmarks.server import Failed
from benchmarks.sites import datasette_count, page_number, portal_count, tilde


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("12 acteurs pour Plouhinec (29)", 12),
        ("1\N{NARROW NO-BREAK SPACE}204 acteurs", 1204),
        ("250\N{NO-BREAK SPACE}000 acteurs – page 2 sur 12500", 250_000),
        ("Aucun acteur, thème Santé", 0),
    ],
)
def test_the_portal_says_how_many_it_finds(sentence, count):
    page = f'<p class="fr-text--bold" role="status" id="compte">{sentence}</p>'
    assert portal_count(page.encode()) == count


def test_a_page_that_does_not_say_stops_the_measure():
    with pytest.raises(Failed):
        portal_count(b"<p>12 acteurs</p>")


def test_datasette_says_how_many_it_finds():
    title = b"<title>datasette-1000: actors: 1,204 rows where coverage = 1</title>"
    assert datasette_count(title) == 1204
    with pytest.raises(Failed):
        datasette_count(title + b"<p>These facets timed out: themes</p>")


def test_a_page_too_far_is_the_last():
    assert page_number(Question("loin", page=10), count=50) == 3
    assert page_number(Question("loin", page=FAR), count=50) == 3
    assert page_number(Question("vide", page=FAR), count=0) == 1


def test_names_are_written_as_datasette_does():
    assert tilde("Épi, d’ici ~ 100 %") == "~C3~89pi~2C+d~E2~80~99ici+~7E+100+~25"
