"""Every question of the measure is understood by the portal, and put to Datasette as well."""

from urllib.parse import parse_qsl

import pytest

from actors.models import Actor
from benchmarks.questions import (
    FAR,
    QUESTIONS,
    Question,
    conditions,
    datasette_query,
    place,
    portal_query,
    row_before,
)
from editorial.models import Theme
from levers.models import Challenge, Lever
from territories.models import Territory, TerritoryType

every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)


def test_there_are_about_fifty_questions_of_different_names():
    assert 45 <= len(QUESTIONS) == len({question.name for question in QUESTIONS}) <= 60


def test_questions_name_what_exists(db):
    known = {
        "theme": set(Theme.objects.values_list("slug", flat=True)),
        "levier": set(Lever.objects.values_list("slug", flat=True)),
        "defi": set(Challenge.objects.values_list("slug", flat=True)),
        "type": set(Actor.Kind.values),
        "type_territoire": set(TerritoryType.objects.values_list("slug", flat=True)),
        "territoire": set(Territory.objects.values_list("code", flat=True)),
    }
    for question in QUESTIONS:
        for name, value in question.filters:
            assert value in known[name]


@every_question
def test_a_question_is_put_to_both_sites(db, question):
    asked = dict(parse_qsl(portal_query(question, page=2)))
    assert asked.get("q", "") == question.text
    assert asked["page"] == "2"
    assert asked.keys() >= dict(question.filters).keys()
    told = parse_qsl(datasette_query(question, after="abc,12"))
    restricting = [pair for pair in told if "_facet" not in pair[0]]
    assert len(restricting) >= len(conditions(question)) + 1
    assert ("_next", "abc,12") in told
    assert sum(name.startswith("_facet") for name, _ in told) == 5


def test_the_first_page_is_not_numbered():
    assert portal_query(Question("tout")) == ""
    assert "page" not in portal_query(Question("dernière", page=FAR))


def test_a_place_is_what_covers_it_or_lies_inside(db):
    town = place(Territory.objects.get(code="commune-29197"))
    department = place(Territory.objects.get(code="departement-29"))
    assert "commune-29197" in town
    assert "france" in town
    assert "coverage_department" not in town
    assert "coverage_department = 'departement-29'" in department


def test_datasette_pages_follow_the_row_before_them(db):
    recent = Question("récents", sort="recent")
    assert "order by published_on desc, id limit 1 offset 19" in row_before(recent, page=2)
