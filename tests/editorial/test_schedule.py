"""Dates of publication and of expiry: what is accepted, and what `publish_scheduled` does."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from actors.models import Actor
from editorial.differences import differences
from tests.editorial.people import again, an_actor, do, editor, page_of, publisher, told
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db


def typed(moment):
    """A moment as the field of a browser gives it, in the time of Paris."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def program(client, entry, publish="", expire=""):
    sent = {"publish_at": publish, "expire_at": expire, "reason": "Calendrier"}
    return told(client.post(page_of(entry, "timing"), sent), client)


def run():
    out, err = StringIO(), StringIO()
    call_command("publish_scheduled", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def due(entry, **dates):
    Actor.objects.filter(pk=entry.pk).update(**dates)


def test_a_draft_appears_then_is_archived_at_its_dates_and_once(client):
    entry, boss, now = an_actor(draft=True, title="Banc"), publisher(), timezone.now()
    page = program(boss, entry, typed(now + timedelta(days=1)), typed(now + timedelta(days=2)))
    assert "Les dates sont notées." in page
    assert "Paraîtra le" in page
    assert "Expirera le" in page
    assert again(entry).status == "relecture"
    assert run() == ("", "")
    due(entry, publish_at=now)
    assert run() == ("Banc : publication\n", "")
    assert client.get(entry.get_absolute_url()).status_code == 200
    assert again(entry).publish_at is None
    assert again(entry).expire_at
    assert run() == ("", "")
    due(entry, expire_at=now)
    assert run() == ("Banc : archivage\n", "")
    assert client.get(entry.get_absolute_url()).status_code == 410
    assert run() == ("", "")
    versions = entry.history.filter(act__in=("publication", "archivage"))
    assert {one.history_user for one in versions} == {None}
    assert {one.history_change_reason for one in versions} == {"à la date programmée"}


def test_a_scheduled_entry_that_became_incomplete_is_named_and_the_others_go_out():
    entry, other, past = an_actor(draft=True, title="Bancale"), an_actor(draft=True), timezone.now()
    for one in (entry, other):
        due(one, status="relecture", publish_at=past)
    due(entry, summary="")
    out, err = run()
    assert "« Bancale » ne peut pas être publiée. Il manque un résumé" in err
    assert out == f"{other} : publication\n"
    assert (again(entry).status, again(other).status) == ("relecture", "publie")
    entry.sources.clear()
    due(entry, summary="Un résumé.", sourced=True)
    assert "Il manque une source" in run()[1]


def test_dates_that_make_no_sense_are_refused_with_a_sentence():
    entry, shown, boss = an_actor(draft=True), an_actor(), publisher()
    day = timezone.now() + timedelta(days=1)
    refused = {
        ("hier", ""): "n’est pas une date",
        ("2027-02-30T09:00", ""): "n’est pas une date",
        ("\x00", ""): "n’est pas une date",
        ("é" * 5000, ""): "n’est pas une date",
        ("2020-01-01T09:00", ""): "Cette date de parution est passée",
        ("0001-01-01T00:00", ""): "Cette date de parution est passée",
        ("9999-12-31T23:59", ""): "dans plus de dix ans",
        ("9999-12-31T23:59-12:00", ""): "dans plus de dix ans",
        ("", "9999-12-31T23:59"): "dans plus de dix ans",
        ("", "0001-01-01T00:00"): "expirerait avant de paraître",
        (typed(day), typed(day)): "expirerait avant de paraître",
    }
    for dates, sentence in refused.items():
        assert sentence in program(boss, entry, *dates), dates
    assert "qui n’est pas publiée peut être programmée" in program(boss, shown, typed(day))
    do(boss, shown, "archivage")
    assert "Une fiche archivée ne se programme pas" in program(boss, shown, "", typed(day))
    bare = ActorFactory(draft=True)
    assert "Il manque une source" in program(boss, bare, typed(day))
    assert boss.get(page_of(bare, "timing")).status_code == 200
    assert {again(one).publish_at for one in (entry, shown, bare)} == {None}
    assert (again(entry).status, again(entry).version) == ("brouillon", 1)


def test_hours_that_exist_twice_or_never_are_accepted():
    """The nights when France changes its time."""
    entry, boss = an_actor(draft=True), publisher()
    for typed_at, kept in (
        ("2027-03-28T02:30", "2027-03-28T01:30Z"),
        ("2027-10-31T02:30", "2027-10-31T00:30Z"),
    ):
        assert "Les dates sont notées." in program(boss, entry, typed_at)
        assert again(entry).publish_at == parse_datetime(kept)


def test_a_date_in_history_is_told_with_its_hour_in_paris():
    [shown] = differences(Actor, {"publish_at": None}, {"publish_at": "2027-01-31T23:30:00+00:00"})
    assert shown.pieces == [("cut", "(vide)"), ("added", "1 février 2027 à 00:30")]


def test_dates_are_set_by_those_who_publish_and_dropped_when_the_entry_leaves():
    entry, boss, writer = an_actor(draft=True), publisher(), editor()
    day = typed(timezone.now() + timedelta(days=1))
    assert writer.get(page_of(entry, "timing")).status_code == 403
    assert writer.post(page_of(entry, "timing"), {"publish_at": day}).status_code == 403
    program(boss, entry, day)
    do(boss, entry, "renvoi")
    due(entry, status="brouillon")
    assert again(entry).publish_at is None
    program(boss, entry, day)
    do(boss, entry, "archivage")
    assert again(entry).publish_at is None
    due(entry, publish_at=timezone.now())
    assert run() == ("", ""), "what is archived does not come back by a date"
