"""Completeness: the same conditions judge one entry and find the incomplete among all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actors.models import Actor
from editorial.completeness import (
    CRITERIA,
    INCOMPLETE,
    asked,
    completeness,
    completeness_of,
    fields_of,
    incomplete,
    total,
)
from editorial.models import Theme, entry_models
from levers.models import Lever
from tests.editorial.test_admin import read
from tests.factories import ActorFactory, TermFactory


def whole_actor():
    actor = ActorFactory(
        title="Banc entier",
        acronym="BE",
        summary="Une recyclerie qui collecte, répare et vend, sur trois communes du Cap Sizun.",
        body="Ce qu’elle fait. " * 10,
        website="https://cap.example/",
        phone="02 98 00 00 00",
        next_step="L’appeler.",
        themes=Theme.objects.all()[:1],
    )
    actor.levers.add(Lever.objects.first())
    return actor


def test_an_entry_is_scored_with_what_to_do(admin_client):
    whole = completeness(whole_actor())
    assert (whole.score, whole.reasons) == (100, ())
    empty = completeness(ActorFactory(draft=True, sourced=False, placed=False, summary=""))
    assert empty.score == 0
    assert empty.reasons[0].startswith("Écrivez un résumé")
    assert any("comment le joindre" in reason for reason in empty.reasons)
    term = completeness(TermFactory(draft=True, summary=""))
    assert not any("joindre" in reason or "territoire" in reason for reason in term.reasons)
    entry = ActorFactory(draft=True)
    url = reverse("admin:actors_actor_change", args=[entry.pk])
    text = read(admin_client.get(url))[1]
    assert f"Complétude : {completeness(entry).score} %" in text
    assert "Choisissez au moins un thème." in text


@pytest.mark.parametrize("model", entry_models(), ids=lambda model: model._meta.label)
def test_the_incomplete_are_those_whose_score_is_low(db, model):
    """The filter, which judges columns first, and the scores agree on every row of the content."""
    rows = model.objects.exclude(status="archive")
    scores = completeness_of(model, list(rows.values_list("pk", flat=True)))
    assert set(incomplete(model.objects.all()).values_list("pk", flat=True)) == {
        key for key, one in scores.items() if one.score < INCOMPLETE
    }


def test_each_criterion_is_missed_when_only_it_is_lacking(db):
    whole = whole_actor()
    pairs = asked(Actor)
    for criterion, _ in pairs:
        kept = {}
        for field in fields_of(Actor, criterion):
            if field.many_to_many:
                kept[field.name] = list(getattr(whole, field.name).all())
                getattr(whole, field.name).clear()
            else:
                kept[field.name] = getattr(whole, field.name)
                is_flag = isinstance(kept[field.name], bool)
                # Straight in the base: a published entry could not lose its source otherwise.
                Actor.objects.filter(pk=whole.pk).update(
                    **{field.name: False if is_flag else "", "status": "brouillon"}
                )
        found = completeness(whole)
        assert found.reasons == (criterion.sentence,), criterion.fields
        assert found.score == (total(pairs) - criterion.weight) * 100 // total(pairs)
        for name, value in kept.items():
            if isinstance(value, list):
                getattr(whole, name).set(value)
            else:
                Actor.objects.filter(pk=whole.pk).update(**{name: value})


def test_every_criterion_concerns_some_kind(db):
    for criterion in CRITERIA:
        assert any(fields_of(model, criterion) for model in entry_models()), criterion.fields


def test_the_filter_keeps_the_incomplete_only_and_a_page_costs_one_statement(admin_client):
    whole, poor = whole_actor(), ActorFactory(title="Banc pauvre", summary="Court.")
    ActorFactory(title="Banc clos", archived=True, summary="Court.")
    url = reverse("admin:actors_actor_changelist")
    for query, expected in (
        ({}, {"Banc entier", "Banc pauvre", "Banc clos"}),
        ({"completude": "incomplete"}, {"Banc pauvre"}),
        ({"completude": "n’importe quoi"}, {"Banc entier", "Banc pauvre", "Banc clos"}),
    ):
        found = admin_client.get(url, {"q": "Banc"} | query).context["cl"].result_list
        assert {entry.title for entry in found} == expected
    with CaptureQueriesContext(connection) as captured:
        assert set(completeness_of(Actor, [whole.pk, poor.pk])) == {whole.pk, poor.pk}
    assert len(captured) == 1
