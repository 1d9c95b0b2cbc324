"""Work on what is published waits as a proposed version: the public sees nothing before."""

import pytest

from actors.models import Actor, ActorLink, Support
from editorial import proposals
from editorial.models import FormerAddress, Proposal
from levers.models import Challenge, Tool
from search.models import Change
from tests.editorial.people import (
    SAINT_LOUP,
    again,
    an_actor,
    do,
    editor,
    form_of,
    page_of,
    publisher,
    told,
    write,
)  # fmt: skip
from tests.editorial.test_admin import read
from tests.factories import ActorFactory, SourceFactory

pytestmark = pytest.mark.django_db
PROPOSED = "?version=proposee"
LINKS = "links_out"


def proposal_of(entry):
    return proposals.open_for(entry)


def decide(client, entry, what="_accept", reason="Vu", version=None):
    version = proposal_of(entry).version if version is None else version
    sent = {"version": version, what: "1", "reason": reason}
    return told(client.post(page_of(entry, "proposal"), sent), client)


def linked(target, verb="anime", row=0, **more):
    """What a browser sends for a row added to the links of an actor."""
    row = f"{LINKS}-{row}"
    total = {f"{LINKS}-TOTAL_FORMS": "1"}
    return total | {f"{row}-verb": verb, f"{row}-target": target.pk} | more


def test_the_public_sees_nothing_until_it_is_accepted(client):
    entry, target = an_actor(title="En ligne"), an_actor(title="Avise d’essai")
    writer, boss = editor(), publisher()
    before, last = again(entry).__dict__, Change.objects.last().pk
    assert "n’attend" not in told(boss.get(page_of(entry)), boss)
    said = {"title": "Proposé", "keywords": "bancs", "reason": "Nouveau nom"} | linked(target)
    page = told(write(writer, entry, **said), writer)
    assert "La version proposée est gardée. La fiche publiée n’a pas changé." in page
    kept = again(entry).__dict__
    assert {name: kept[name] for name in before if name != "_state"} == {
        name: before[name] for name in before if name != "_state"
    }
    assert (entry.history.count(), Change.objects.last().pk) == (0, last)
    assert not entry.links_out.exists()
    assert not entry.keywords.exists()
    page = told(boss.get(page_of(entry, "proposal")), boss)
    for words in ("Proposé", "bancs", "Avise d’essai (anime)", "« Nouveau nom »"):
        assert words in page
    assert "La version proposée est en ligne." in decide(boss, entry)
    entry = again(entry)
    assert (entry.title, list(entry.keywords.names())) == ("Proposé", ["bancs"])
    assert entry.links_out.get().target == target
    assert entry.history.count() == 2, "the state it was accepted on, then what it became"
    last = entry.history.first()
    assert (last.act, last.history_user) == ("version proposée acceptée", boss.user)
    assert "Proposé" in client.get(entry.get_absolute_url()).content.decode()
    assert proposals.of(entry).get().status == Proposal.Status.ACCEPTED


def test_who_publishes_changes_at_once_or_proposes_and_a_draft_has_no_proposal():
    entry, draft, boss = an_actor(), an_actor(draft=True), publisher()
    write(boss, entry, title="Tout de suite")
    assert again(entry).title == "Tout de suite"
    assert not proposal_of(entry)
    write(boss, entry, title="Plus tard", _propose="1")
    assert again(entry).title == "Tout de suite"
    assert proposal_of(entry).state["title"] == "Plus tard"
    for client in (boss, editor()):
        write(client, draft, PROPOSED, title=f"Brouillon {client.user}", _propose="1")
        assert again(draft).title == f"Brouillon {client.user}"
    assert not proposal_of(draft)
    for odd in ("?version=", "?version=autre", "?version=%00", f"?version={'é' * 3000}"):
        assert boss.get(page_of(entry) + odd).status_code == 200
        assert editor().get(page_of(draft) + odd).status_code == 200
    nothing = told(write(boss, an_actor(), _propose="1"), boss)
    assert "Rien n’a changé : aucune version n’est proposée." in nothing


def test_a_proposed_version_is_gone_on_with_rows_of_links_included():
    entry, targets, writer = an_actor(), ActorFactory.create_batch(2), editor()
    write(writer, entry, **linked(targets[0]), title="Un")
    sent = form_of(writer, entry)
    assert sent["title"] == ["Un"]
    assert sent[f"{LINKS}-0-verb"] == ["anime"]
    second = {f"{LINKS}-TOTAL_FORMS": "2", f"{LINKS}-1-verb": "a créé"}
    second |= {f"{LINKS}-1-target": targets[1].pk, f"{LINKS}-0-verb": "coordonne"}
    write(writer, entry, summary="Deux", **second)
    state = proposal_of(entry).state
    rows = {(row["verb"], row["target_id"]) for row in state["links"]}
    assert rows == {("coordonne", targets[0].pk), ("a créé", targets[1].pk)}
    assert (state["title"], state["summary"], proposal_of(entry).version) == ("Un", "Deux", 2)
    write(writer, entry, **{f"{LINKS}-0-DELETE": "on"})
    assert len(proposal_of(entry).state["links"]) == 1
    assert not ActorLink.objects.filter(subject=entry)
    decide(publisher(), entry)
    assert entry.links_out.count() == 1
    twice = linked(targets[0]) | {
        f"{LINKS}-TOTAL_FORMS": "2",
        f"{LINKS}-1-verb": "anime",
        f"{LINKS}-1-target": targets[0].pk,
        f"{LINKS}-INITIAL_FORMS": "0",
    }
    assert write(writer, an_actor(), **twice).status_code == 200, "a row twice is told, not a crash"


def test_what_is_taken_meanwhile_is_named_and_the_rest_can_be_saved():
    entry, boss, writer = an_actor(), publisher(), editor()
    write(writer, entry, title="Neuf", slug="adresse-prise")
    an_actor(slug="adresse-prise")
    for client in (writer, boss):
        sent = form_of(client, entry, PROPOSED)
        assert (sent["title"], sent["slug"]) == (["Neuf"], [entry.slug])
        link = read(client.post(page_of(entry, "preview")))[0].find(id="id_link")["value"]
        assert "Neuf" in read(client.get(link))[1]
    assert "Une autre fiche a pris entre-temps ce qui est écrit pour : adresse." in decide(
        boss, entry
    )
    assert proposal_of(entry)
    assert again(entry).version == 1
    write(writer, entry, title="Neuf encore")
    assert "est en ligne" in decide(boss, entry)
    assert again(entry).slug == entry.slug

    old, other = an_actor(slug="ancienne"), an_actor()
    write(writer, other, slug="convoitee")
    write(boss, old, slug="convoitee")
    write(boss, old, slug="ancienne")
    assert "écrit pour : adresse" in decide(boss, other)
    assert FormerAddress.objects.get(slug="convoitee").entry == old

    challenge, taker = Challenge.objects.published()[:2]
    write(writer, challenge, number="90")
    write(boss, taker, number="90")
    assert form_of(writer, challenge)["number"] == [str(challenge.number)]
    assert "écrit pour : numéro" in decide(boss, challenge)
    tool, beside = Tool.objects.published().filter(lever__number=1)[:2]
    write(writer, tool, order="91")
    write(boss, beside, order="91")
    assert form_of(writer, tool)["order"] == [str(tool.order)]
    assert "ordre" in decide(boss, tool)


def test_what_a_proposal_leads_to_may_vanish():
    entry, gone, source = an_actor(), an_actor(), SourceFactory()
    writer, boss = editor(), publisher()
    only = {"sources": [source.pk], "replaced_by": gone.pk}
    write(writer, entry, **linked(gone), **only)
    gone.delete()
    assert writer.get(page_of(entry)).status_code == 200
    source.delete()
    for page in (page_of(entry), page_of(entry, "proposal")):
        assert writer.get(page).status_code == 200
    link = read(writer.post(page_of(entry, "preview")))[0].find(id="id_link")["value"]
    assert writer.get(link).status_code == 200
    assert "Il manque une source" in decide(boss, entry)
    assert again(entry).version == 1
    write(writer, entry, sources=[SourceFactory().pk])
    assert "est en ligne" in decide(boss, entry)
    assert again(entry).replaced_by is None
    assert not entry.links_out.exists()


def test_what_changed_meanwhile_on_the_published_entry_stays_and_is_said():
    entry, boss, writer = an_actor(title="Vieux", phone="01"), publisher(), editor()
    write(writer, entry, title="Proposé")
    write(boss, entry, phone="02", website="https://essai.example")
    assert "a changé depuis" not in told(boss.get(page_of(entry, "proposal")), boss)
    write(boss, entry, title="Entre-temps")
    page = told(boss.get(page_of(entry, "proposal")), boss)
    assert "La fiche publiée a changé depuis" in page
    assert "changé par vous aussi" in page
    decide(boss, entry)
    kept = again(entry)
    assert (kept.title, kept.phone, kept.website) == ("Proposé", "02", "https://essai.example")


def test_refusing_asks_why_and_only_who_publishes_decides():
    entry, boss, writer = an_actor(), publisher(), editor()
    write(writer, entry, title="Proposé")
    sent = {"version": "1", "_accept": "1"}
    assert writer.post(page_of(entry, "proposal"), sent).status_code == 403
    assert "Accepter" not in told(writer.get(page_of(entry, "proposal")), writer)
    for forged in ("2", "", "abc", "\x00"):
        assert "a été modifiée entre-temps" in decide(boss, entry, version=forged)
    assert "Dites pourquoi" in decide(boss, entry, "_refuse", reason="\x00 ")
    assert "l’historique la garde" in decide(boss, entry, "_refuse", reason="Trop tôt 🏘️")
    assert "Aucune version n’est proposée" in decide(boss, entry, version="1")
    history = told(writer.get(page_of(entry, "history")), writer)
    assert "Refusée le" in history
    assert "« Trop tôt 🏘️ »" in history
    assert again(entry).version == 1
    assert entry.history.count() == 0
    write(writer, entry, title="Autre")
    assert proposals.of(entry).count() == 2


def test_a_proposal_outlives_its_entry_leaving_the_public_and_is_closed_with_it():
    entry, boss, writer = an_actor(), publisher(), editor()
    write(writer, entry, title="Proposé")
    do(boss, entry, "retrait")
    assert form_of(writer, entry)["title"] == [entry.title], "a draft is written directly"
    assert "qui n’est pas publiée" in decide(boss, entry)
    assert again(entry).title == "Proposé"
    assert again(entry).status == "brouillon"
    do(boss, entry, "publication")
    write(writer, entry, title="Encore")
    do(boss, entry, "archivage")
    boss.user.is_superuser = True
    boss.user.save()
    boss.post(page_of(entry, "delete"), {"post": "yes"})
    assert not Actor.objects.filter(pk=entry.pk)
    assert proposals.of(entry).first().status == Proposal.Status.REFUSED


def test_texts_of_others_are_shown_as_texts():
    entry, boss, writer = an_actor(title="Un"), publisher(), editor()
    evil = "<script>alert(1)</script>"
    typed = {"title": evil, "keywords": '"<img src=x>"', "reason": "<b>gras</b>"}
    write(writer, entry, **typed)
    for page in (page_of(entry, "proposal"), page_of(entry)):
        body = boss.get(page).content.decode()
        assert evil not in body
        assert "<img src=x" not in body
        assert "<b>gras" not in body
    decide(boss, entry, reason="<i>oui</i>")
    body = boss.get(page_of(entry, "history")).content.decode()
    assert "&lt;script&gt;alert" in body
    assert evil not in body
    assert "<i>oui" not in body


def test_a_support_placed_by_its_operators_is_proposed_and_accepted_too():
    entry = Support.objects.published().filter(coverage=None, roles__operates=True).first()
    writer = editor()
    write(writer, entry, summary="Autre résumé.", coverage=[SAINT_LOUP])
    decide(publisher(), entry)
    assert again(entry).coverage.get().pk == SAINT_LOUP
