"""Entries that may be one: found at night, decided once. And suggestions, handled in a queue."""

import datetime
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor
from backoffice import duplicates
from backoffice.models import Duplicate, Suggestion
from editorial.merging import merge
from territories.models import Territory
from tests.editorial.test_admin import form_values, read
from tests.factories import ActorFactory, PublicationFactory, SourceFactory

LIST = "/admin/backoffice/duplicate/"


@pytest.fixture
def few(db, monkeypatch):
    """Only the entries of the test: those of the project have their own likenesses."""
    monkeypatch.setattr(
        duplicates,
        "names_of",
        lambda model, names=duplicates.names_of: {
            key: name
            for key, name in names(model).items()
            if model.objects.get(pk=key).slug.startswith("banc")
        },
    )


def bench(title, code=None, **fields):
    places = [Territory.objects.get(code=code)] if code else None
    known = Actor.objects.count()
    return ActorFactory(title=title, slug=f"banc-{known}", coverage=places, **fields)


def found():
    call_command("find_duplicates", "--kind", "actors.actor", stdout=StringIO())
    return {
        frozenset((pair.first.title, pair.second.title)) for pair in Duplicate.objects.undecided()
    }


def test_what_is_alike_is_found_and_what_only_looks_so_is_not(few):
    cap = "commune-29197"
    bench("Ressourcerie du Cap", cap)
    bench("La Ressourcerie du Cap", cap)
    bench("Recyclerie Terre d’Espoir", cap, phone="02 98 70 00 01")
    bench("Recyclerie Terres Espoirs", phone="+33 2 98 70 00 01")
    bench("Épicerie solidaire de Brest", "commune-29019")
    bench("Epicerie solidaire Brest", "commune-35238")
    bench("Fiche pratique 16", cap)
    bench("Fiche pratique 17", cap)
    bench("Atelier vélo", cap, website="https://cap.example/")
    bench("Jardin partagé", cap, website="http://www.cap.example")
    bench("Ressourcerie du Cap", cap, archived=True)
    assert found() == {
        frozenset(("Ressourcerie du Cap", "La Ressourcerie du Cap")),
        frozenset(("Recyclerie Terre d’Espoir", "Recyclerie Terres Espoirs")),
    }
    why = Duplicate.objects.get(title__contains="Terre").why
    assert "même téléphone" in why


def test_a_typo_at_either_end_of_a_name_is_found_among_many(few):
    for number in range(30):
        bench(f"Ressourcerie {number:02} Mille Sabords")
    bench("Xocopain, la coopérative", "commune-29197")
    bench("Cocopain, la coopérative", "commune-29197")
    assert found() == {frozenset(("Xocopain, la coopérative", "Cocopain, la coopérative"))}


def test_a_pair_decided_is_offered_again_only_when_a_name_changes(few, admin_client):
    first = bench("Ressourcerie du Cap", "commune-29197")
    bench("La Ressourcerie du Cap", "commune-29197")
    found()
    pair = Duplicate.objects.get()
    url = reverse("admin:backoffice_duplicate_change", args=[pair.pk])
    page, _text = read(admin_client.get(url))
    assert "Ce ne sont pas des doublons" in str(page)
    assert len(page.select(".pair__one")) == 2
    assert admin_client.post(url, {"reason": "Deux\x00 lieux"}).status_code == 302
    pair.refresh_from_db()
    assert (pair.decision, pair.note, pair.decided_by.username) == (
        "distinctes",
        "Deux lieux",
        "admin",
    )
    assert "déjà été décidée" in read(admin_client.post(url, {}, follow=True))[1]
    assert found() == set()
    Actor.objects.filter(pk=first.pk).update(title="Ressourcerie du Cap !", summary="Autre.")
    assert found() == set(), "the same words"
    Actor.objects.filter(pk=first.pk).update(title="Ressourceries du Cap")
    assert len(found()) == 1
    Actor.objects.filter(pk=first.pk).update(title="Épicerie sociale")
    assert found() == set(), "no longer alike"
    assert not Duplicate.objects.undecided().exists()


def test_the_page_leads_to_merging_in_either_sense_and_knows_it_was_done(
    few, admin_client, admin_user
):
    here = {"code": "commune-29197", "sources": [SourceFactory()]}
    first, second = bench("Ressourcerie du Cap", **here), bench("La Ressourcerie du Cap", **here)
    found()
    pair = Duplicate.objects.get()
    other = Duplicate.objects.create(
        content_type=pair.content_type,
        first_id=min(second.pk, second.pk + 1),
        second_id=second.pk + 1,
        title="Avec une autre",
        score=90,
    )
    page, _ = read(admin_client.get(f"{LIST}{pair.pk}/change/"))
    offered = {link["href"] for link in page.select(".pair a.button")}
    assert offered == {
        f"/admin/actors/actor/{first.pk}/fusion/?avec={second.pk}",
        f"/admin/actors/actor/{second.pk}/fusion/?avec={first.pk}",
    }
    for address in offered:
        assert admin_client.get(address).status_code == 200
    merge(first, second, admin_user, "doublon")
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by) == ("fusion", admin_user)
    assert not Duplicate.objects.filter(pk=other.pk).exists()
    assert found() == set()
    assert "Doublon, fusionné" in read(admin_client.get(f"{LIST}{pair.pk}/change/"))[1]


def test_pairs_are_for_those_who_read_everything(client, django_user_model, few):
    bench("Ressourcerie du Cap", "commune-29197")
    bench("La Ressourcerie du Cap", "commune-29197")
    found()
    pair = Duplicate.objects.get()
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    client.force_login(clerk)

    def grant(*names):
        clerk.user_permissions.set(Permission.objects.filter(codename__in=names))

    assert client.get(LIST).status_code == 403
    grant("view_duplicate", "change_duplicate")
    assert client.get(LIST).context["cl"].result_count == 0
    assert client.post(f"{LIST}{pair.pk}/change/").status_code == 302
    grant("view_duplicate", "read_drafts")
    page, _text = read(client.get(f"{LIST}{pair.pk}/change/"))
    assert "Ce ne sont pas" not in str(page)
    assert not page.select(".pair a.button")
    assert client.post(f"{LIST}{pair.pk}/change/").status_code == 403
    assert Duplicate.objects.undecided().count() == 1


def test_the_command_searches_every_kind_and_refuses_an_unknown_one(db):
    out = StringIO()
    same = {"author": "Avise", "url": "https://guide.example/"}
    PublicationFactory(title="Guide de la ressourcerie", **same)
    PublicationFactory(title="Le guide de la ressourcerie", **same)
    call_command("find_duplicates", stdout=out)
    assert "Acteurs :" in out.getvalue()
    assert "Chiffres clés" not in out.getvalue()
    assert Duplicate.objects.filter(title__contains="guide de la ressourcerie").exists()
    with pytest.raises(CommandError, match="Type inconnu"):
        call_command("find_duplicates", "--kind", "levers.lever")


def test_a_suggestion_is_noted_handled_and_forgotten_after_thirteen_months(admin_client):
    url = "/admin/backoffice/suggestion/"
    values = form_values(read(admin_client.get(f"{url}add/"))[0], "suggestion_form")
    typed = {"kind": "erreur", "text": "Le téléphone a changé. 🏘️"}
    assert "2000" in read(admin_client.post(f"{url}add/", values | typed | {"text": "a" * 5000}))[1]
    assert admin_client.post(f"{url}add/", values | typed).status_code == 302
    suggestion = Suggestion.objects.get()
    change = f"{url}{suggestion.pk}/change/"
    page, _text = read(admin_client.get(change))
    assert page.find(attrs={"name": "text"}) is None
    values = form_values(page, "suggestion_form")
    sent = values | {"status": "traitee", "note": "Corrigé.", "text": "Autre chose"}
    assert admin_client.post(change, sent).status_code == 302
    suggestion.refresh_from_db()
    assert suggestion.text.startswith("Le téléphone")
    assert (suggestion.status, suggestion.handled_by.username) == ("traitee", "admin")
    assert admin_client.post(change, sent | {"status": "attente"}).status_code == 302
    suggestion.refresh_from_db()
    assert suggestion.handled_by is suggestion.handled_at is None
    Suggestion.objects.create(
        kind="acteur", text="Vieux", received_at=timezone.now() - datetime.timedelta(days=397)
    )
    call_command("purge_suggestions", stdout=StringIO())
    assert Suggestion.objects.get() == suggestion
