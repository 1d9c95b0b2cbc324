"""Who changed what, when and why; going back; the addresses an entry has had."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Actor
from editorial.acts import act
from editorial.differences import differences, word_pieces
from editorial.models import FormerAddress, Theme, entry_models
from editorial.proposals import open_for
from tests.editorial.people import (
    SAINT_LOUP,
    again,
    an_actor,
    do,
    editor,
    page_of,
    publisher,
    told,
    write,
)  # fmt: skip
from tests.editorial.test_admin import read
from tests.factories import ActorFactory, SourceFactory

pytestmark = pytest.mark.django_db


def restore(client, entry, version, reason="Erreur"):
    key = entry.history.filter(version=version).first().history_id
    return told(client.post(page_of(entry, "restore", key), {"reason": reason}), client)


def test_each_change_is_told_with_its_author_its_reason_and_what_differs():
    entry, writer = an_actor(draft=True, title="Le banc d’essai"), editor()
    theme = Theme.objects.first()
    typed = {"title": "Le grand banc d’essai", "kind": "cress", "keywords": "bancs, essais"}
    typed |= {"themes": [theme.pk], "verified_on": "2026-10-01", "reason": "Nouveau nom"}
    write(writer, entry, **typed)
    page, text = read(writer.get(page_of(entry, "history")))
    assert f"{writer.user.get_full_name()}, le" in text
    assert "« Nouveau nom »" in text
    assert "Première version connue." in text
    assert "Hors du back-office" in text
    added = [one.get_text().removeprefix("ajouté : ") for one in page.select("ins")]
    cut = [one.get_text().removeprefix("retiré : ") for one in page.select("del")]
    assert {"grand ", "CRESS", "bancs", "essais", theme.name, "1 octobre 2026"} <= set(added)
    assert {"Accompagnateur ou incubateur", "(vide)"} <= set(cut)
    assert "d’essai" not in cut, "words that stay are not said to leave"


def test_saving_without_changing_writes_no_version_whatever_ends_the_lines(client):
    entry, writer = an_actor(draft=True, body="Un\n\n- deux\n- trois", synonyms="A\nB"), editor()
    write(writer, entry, body="Un\r\n\r\n- deux\r\n- trois", synonyms="A\r\nB")
    assert again(entry).version == 1
    assert again(entry).body == "Un\n\n- deux\n- trois"
    assert not entry.history.exclude(act="hors du back-office").exists()


def test_a_version_comes_back_with_its_links_and_where_it_stands_does_not_move():
    entry, boss = an_actor(title="Premier"), publisher()
    theme = Theme.objects.create(slug="ephemere", name="Éphémère")
    target = ActorFactory(title="Lié")
    entry.links_out.create(verb="anime", target=target)
    write(boss, entry, themes=[theme.pk], seat=SAINT_LOUP, keywords="un", replaced_by=target.pk)
    write(boss, entry, title="Second", themes=[], seat="", keywords="deux", replaced_by="",
          **{"links_out-0-DELETE": "on"})  # fmt: skip
    assert "La version est restaurée." in restore(boss, entry, 2)
    kept = again(entry)
    assert (kept.title, kept.seat_id, kept.version) == ("Premier", SAINT_LOUP, 4)
    assert (kept.themes.get(), list(kept.keywords.names())) == (theme, ["un"])
    assert kept.links_out.get().target == target
    assert kept.replaced_by == target
    last = kept.history.first()
    assert (last.act, last.history_change_reason) == ("Revenir à la version 2", "Erreur")
    do(boss, entry, "archivage")
    restore(boss, entry, 3)
    assert (again(entry).status, again(entry).title) == ("archive", "Second")
    theme.delete()
    target.delete()
    assert "La version est restaurée." in restore(boss, entry, 2)
    kept = again(entry)
    assert kept.title == "Premier"
    assert not kept.themes.exists()
    assert not kept.links_out.exists()
    assert "(disparu" in told(boss.get(page_of(entry, "history")), boss)
    address = page_of(entry, "restore", entry.history.filter(version=2).first().history_id)
    assert boss.get(address).status_code == 200
    assert again(entry).version == 7, "looking writes nothing"


def test_going_back_is_refused_with_the_reason_when_it_cannot_be():
    entry, boss = an_actor(draft=True), publisher()
    Actor.objects.filter(pk=entry.pk).update(summary="", slug="premiere")
    entry.sources.clear()
    write(boss, entry, slug="seconde", summary="Un résumé.")  # version 1 is without
    write(boss, entry, sources=[SourceFactory().pk])
    do(boss, entry, "publication")
    assert "Une fiche publiée a un résumé." in restore(boss, entry, 1)
    assert "Il manque une source" in restore(boss, entry, 2)
    an_actor(slug="premiere")
    do(boss, entry, "retrait")
    assert "ce qui est écrit pour : adresse" in restore(boss, entry, 1)
    assert again(entry).slug == "seconde"
    other = an_actor(draft=True)
    write(boss, other, title="Autre")
    key = other.history.first().history_id
    assert boss.get(page_of(entry, "restore", key)).status_code == 404
    assert boss.get(page_of(entry, "restore", 10**30)).status_code == 404


def test_who_may_not_publish_proposes_to_go_back():
    entry, boss, writer = an_actor(title="Premier"), publisher(), editor()
    write(boss, entry, title="Second")
    assert "La version restaurée est proposée" in restore(writer, entry, 1)
    assert again(entry).title == "Second"
    assert open_for(entry).state["title"] == "Premier"
    assert "attend déjà" in restore(writer, entry, 1)


def test_a_long_history_costs_the_same_queries_whatever_its_length():
    entry, boss = an_actor(draft=True), publisher()
    themes = list(Theme.objects.all()[:2])

    def grow(count):
        for number in range(count):
            with act(entry, boss.user, "modification"):
                entry.title = f"Titre {entry.version}"
                entry.save()
                entry.themes.set([themes[number % 2]])

    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            assert boss.get(address).status_code == 200
        return len(queries)

    grow(40)
    short = [cost(page_of(entry)), cost(page_of(entry, "history"))]
    grow(60)
    assert [cost(page_of(entry)), cost(page_of(entry, "history"))] == short
    for number in ("2", "5", "99", "abc", "-1", "\x00"):
        response = boss.get(page_of(entry, "history"), {"page": number})
        assert response.status_code == 200
    assert "Version 1 :" in read(boss.get(page_of(entry, "history") + "?page=99"))[1]


def test_long_texts_are_compared_in_no_time_and_lose_nothing():
    words = [f"mot{number % 700}" for number in range(6000)]
    changed = [("autre" if number % 40 == 0 else word) for number, word in enumerate(words)]
    for ends in (" ", "\n"):
        before, after = ends.join(words), ends.join(changed)
        started = time.monotonic()
        pieces = word_pieces(before, after)
        assert time.monotonic() - started < 2
        assert "".join(text for kind, text in pieces if kind != "added") == before
        assert "".join(text for kind, text in pieces if kind != "cut") == after
    one = word_pieces(" ".join(words), " ".join([*words[:3000], "neuf", *words[3000:]]))
    assert [text for kind, text in one if kind == "added"] == ["neuf "]
    assert word_pieces("tout un monde", "rien de tel") == [
        ("cut", "tout un monde"),
        ("added", "rien de tel"),
    ]


def test_every_field_of_every_kind_can_be_told():
    """Whatever its type, before or after, empty or of something that vanished."""
    for model in entry_models():
        entry = model.objects.published().first()
        with act(entry, None, "essai"):
            entry.title = f"{entry.title} bis"
            entry.save()
        last, first = entry.history.all()[:2]
        from editorial.states import version_state  # noqa: PLC0415

        state = version_state(last)
        nothing = {name: [] if isinstance(value, list) else None for name, value in state.items()}
        assert len(differences(model, nothing, state, list(state))) == len(state)
        assert len(differences(model, state, nothing, list(state))) == len(state)
        [told_one] = differences(model, version_state(first), state)
        assert told_one.label == "Titre"


# -- Addresses ---------------------------------------------------------------------------------


def test_an_address_that_was_public_leads_to_the_entry_for_ever(client):
    boss = publisher()
    for model in entry_models():
        entry = model.objects.published().filter(sources__isnull=False).first()
        first = entry.get_page_url()
        for slug in (f"{entry.slug}-b", f"{entry.slug}-c"):
            assert write(boss, entry, slug=slug).status_code == 302, model
        now = again(entry)
        second = first.replace(entry.slug, f"{entry.slug}-b")
        for former in (first, second):
            response = client.get(former)
            assert (response.status_code, response["Location"]) == (301, now.get_absolute_url())
        write(boss, entry, slug=entry.slug)
        assert client.get(first).status_code in (200, 302)
        assert client.get(second).status_code == 301


def test_an_abandoned_address_is_kept_from_others_and_hides_what_is_not_public(client):
    entry, boss = an_actor(title="Le premier", slug="premiere"), publisher()
    write(boss, entry, slug="seconde")
    page = told(write(boss, an_actor(draft=True), slug="premiere"), boss)
    assert "Cette adresse mène déjà à « Le premier », qui l’a portée." in page
    do(boss, entry, "retrait")
    assert client.get("/acteurs/premiere/").status_code == 404
    do(boss, entry, "archivage")
    assert client.get("/acteurs/premiere/", follow=True).status_code == 410
    draft = an_actor(draft=True, slug="jamais-vue")
    write(boss, draft, slug="vue")
    assert not FormerAddress.objects.filter(slug="jamais-vue")
    entry.delete()
    assert write(boss, an_actor(draft=True), slug="premiere").status_code == 302
