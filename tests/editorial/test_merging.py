"""Merging two entries that are one: what is kept, what moves, where addresses lead."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from actors.models import Actor, ActorLink, Carrier, SupportRole
from editorial import proposals
from editorial.acts import Conflict, Refused, act
from editorial.merging import merge, rehearse
from editorial.models import FormerAddress, Proposal, Theme
from editorial.moves import MOVES, make
from editorial.states import state_of
from initiatives.models import Participation
from levers.models import Lever
from library.models import Term
from territories.models import Territory
from tests.editorial.test_admin import form_values, read
from tests.factories import (
    ActorFactory,
    InitiativeFactory,
    PublicationFactory,
    SourceFactory,
    SupportFactory,
    TermFactory,
)

FINISTERE = "departement-29"


@pytest.fixture
def pair(db):
    """Two published actors that are one."""
    here = {"sources": [SourceFactory()], "coverage": [Territory.objects.get(code=FINISTERE)]}
    kept = ActorFactory(title="Ressourcerie du Cap", phone="02 98 00 00 00", **here)
    merged = ActorFactory(
        title="La Ressourcerie du Cap Sizun",
        acronym="RCS",
        phone="02 98 11 11 11",
        website="https://cap.example/",
        themes=Theme.objects.all()[:2],
        **here,
    )
    return kept, merged


def page_of(kept, **query):
    return reverse("admin:actors_actor_merge", args=[kept.pk], query=query)


def sourced(factory, **fields):
    here = {"places" if factory is InitiativeFactory else "coverage": [Territory.objects.first()]}
    return factory(sources=[SourceFactory()], **here, **fields)


def test_the_page_shows_what_merging_does_and_the_address_then_leads_to_the_kept(
    admin_client, client, pair
):
    kept, merged = pair
    chosen, text = read(admin_client.get(page_of(kept, q="cap sizun")))
    assert chosen.find("a", href=f"?avec={merged.pk}")
    page, text = read(admin_client.get(page_of(kept, avec=merged.pk)))
    assert "https://cap.example/" in text
    assert merged.get_absolute_url() in text
    assert Actor.objects.get(pk=merged.pk).is_published, "looking changes nothing"
    values = {
        field["name"]: field["value"]
        for field in page.select("#content-main form input[type=hidden]")
    }
    assert "Dites pourquoi" in read(admin_client.post(page_of(kept), values, follow=True))[1]
    response = admin_client.post(page_of(kept), values | {"reason": "Même\x00 maison"}, follow=True)
    assert "est fusionnée" in read(response)[1]
    kept.refresh_from_db()
    assert (kept.title, kept.phone) == ("Ressourcerie du Cap", "02 98 00 00 00")
    assert (kept.website, kept.acronym) == ("https://cap.example/", "RCS")
    assert kept.synonym_list == ["La Ressourcerie du Cap Sizun"]
    assert kept.themes.count() == 2
    last = kept.history.first()
    assert (last.act, last.history_user.username) == ("fusion", "admin")
    assert "Même maison" in last.history_change_reason
    moved = client.get(merged.get_absolute_url())
    assert (moved.status_code, moved["Location"]) == (301, kept.get_absolute_url())


def test_every_address_of_the_merged_leads_to_the_kept_even_after_another_merge(
    client, admin_user, pair
):
    kept, merged = pair
    with act(merged, admin_user, "modification"):
        merged.slug = "cap-sizun-recycle"
        merged.save()
    former = merged.history.last().slug
    last = ActorFactory(
        title="Ressourcerie", sources=kept.sources.all(), coverage=kept.coverage.all()
    )
    merge(kept, merged, admin_user, "doublon")
    merge(last, kept, admin_user, "doublon")
    for slug in (former, "cap-sizun-recycle", kept.slug):
        response = client.get(f"/acteurs/{slug}/")
        assert response["Location"] == last.get_absolute_url(), slug
    assert not FormerAddress.objects.exclude(object_id=last.pk).filter(slug=former).exists()


def test_links_of_others_move_without_doubles_and_with_their_history(admin_user, pair):
    kept, merged = pair
    support, done = sourced(SupportFactory), sourced(InitiativeFactory)
    heir = sourced(ActorFactory, title="Ancienne ressourcerie", replaced_by=merged)
    SupportRole.objects.create(support=support, actor=kept, verb="porte")
    SupportRole.objects.create(support=support, actor=merged, verb="porte", operates=True)
    SupportRole.objects.create(support=support, actor=merged, verb="anime")
    Participation.objects.create(initiative=done, actor=merged, verb="porte")
    ActorLink.objects.create(subject=kept, verb="a créé", target=merged)
    ActorLink.objects.create(subject=merged, verb="aide", target=heir)
    ActorLink.objects.create(subject=heir, verb="a rejoint", target=merged)
    ActorLink.objects.create(subject=heir, verb="a rejoint", target=kept)
    carrier = Carrier.objects.create(
        slug="essai", support=support, actor=merged, source=kept.sources.first()
    )
    outcome = merge(kept, merged, admin_user, "doublon")
    assert sorted(support.roles.values_list("actor", "verb", "operates")) == [
        (kept.pk, "anime", False),
        (kept.pk, "porte", True),
    ]
    assert list(done.participations.values_list("actor", flat=True)) == [kept.pk]
    assert sorted(ActorLink.objects.filter(subject__in=[kept, heir]).values_list("verb")) == [
        ("a rejoint",),
        ("aide",),
    ]
    assert not ActorLink.objects.filter(target=merged).exists()
    carrier.refresh_from_db()
    heir.refresh_from_db()
    assert (carrier.actor, heir.replaced_by) == (kept, kept)
    assert len(outcome.moved) == 8
    for entry in (support, done, heir):
        version = entry.history.first()
        assert (version.act, version.history_user) == (
            "lien repris d’une fiche fusionnée",
            admin_user,
        )
        assert version.version == type(entry).objects.get(pk=entry.pk).version == 2


def test_choices_and_mutual_links_move_too(admin_user):
    kept, merged, other = (TermFactory(sources=[SourceFactory()]) for _ in range(3))
    merged.see_also.add(kept, other)
    merge(kept, merged, admin_user, "doublon")
    assert list(kept.see_also.all()) == [other]
    assert list(other.see_also.all()) == [kept]
    assert not Term.objects.get(pk=merged.pk).see_also.exists()
    one, double = (PublicationFactory(sources=[SourceFactory()]) for _ in range(2))
    part = PublicationFactory(sources=[SourceFactory()], part_of=double)
    one.part_of = double
    one.save()
    user_of = sourced(SupportFactory)
    user_of.publications.add(double)
    merge(one, double, admin_user, "doublon")
    part.refresh_from_db()
    assert (part.part_of, one.part_of) == (one, None)
    assert list(user_of.publications.all()) == [one]
    assert user_of.history.first().links["publications"] == [one.pk]


def test_an_entry_that_could_not_be_saved_stops_the_merge_with_its_name(admin_user, pair):
    kept, merged = pair
    orphan = SupportFactory(title="Appui sans source")
    SupportRole.objects.create(support=orphan, actor=merged, verb="porte", operates=True)
    with pytest.raises(Refused, match=r"Appui sans source.*Il manque une source"):
        merge(kept, merged, admin_user, "doublon")
    assert Actor.objects.get(pk=merged.pk).is_published
    assert orphan.roles.get().actor == merged


def test_what_was_proposed_for_the_merged_is_refused_with_a_reason(admin_user, pair):
    kept, merged = pair
    proposals.keep(merged, state_of(merged) | {"body": "Mieux"}, admin_user)
    merge(kept, merged, admin_user, "doublon")
    proposal = Proposal.objects.get()
    assert proposal.status == Proposal.Status.REFUSED
    assert "fusionnée dans « Ressourcerie du Cap »" in proposal.decision


def test_a_merge_is_undone_by_history_and_reopening(admin_client, client, admin_user, pair):
    kept, merged = pair
    merge(kept, merged, admin_user, "par erreur")
    make(MOVES["reouverture"], merged, admin_user)
    url = reverse("admin:actors_actor_change", args=[merged.pk])
    values = form_values(read(admin_client.get(url))[0], "actor_form")
    assert admin_client.post(url, values).status_code == 302
    merged.refresh_from_db()
    make(MOVES["publication"], merged, admin_user)
    assert client.get(merged.get_absolute_url()).status_code == 200
    first = kept.history.last()
    restore = reverse("admin:actors_actor_restore", args=[kept.pk, first.history_id])
    admin_client.post(restore)
    kept.refresh_from_db()
    assert kept.website == ""


def test_what_cannot_be_merged_is_refused_with_a_sentence(admin_user, django_user_model, pair):
    kept, merged = pair
    draft = ActorFactory(draft=True)
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    read_drafts = Permission.objects.filter(codename__in=["read_drafts", "change_actor"])
    clerk.user_permissions.set(read_drafts)
    levers = list(Lever.objects.all()[:2])
    for both, user, words in (
        ((kept, kept), admin_user, "avec elle-même"),
        ((kept, SupportFactory()), admin_user, "pas du même type"),
        (levers, admin_user, "liste est fixe"),
        ((draft, merged), admin_user, "publiez-la d’abord"),
        ((kept, merged), clerk, "pas le droit"),
    ):
        for attempt in (lambda b, u: merge(*b, u, "essai"), lambda b, u: rehearse(*b, u)):
            with pytest.raises(Refused, match=words):
                attempt(both, user)
    with pytest.raises(Refused, match="Dites pourquoi"):
        merge(kept, merged, admin_user, " ")
    assert Actor.objects.get(pk=merged.pk).is_published


def test_two_people_do_not_merge_at_once(admin_client, admin_user, pair):
    kept, merged = pair
    values = {"avec": merged.pk, "version": kept.version, "other_version": merged.version}
    with act(merged, admin_user, "modification"):
        merged.body = "Changé entre-temps"
        merged.save()
    late = admin_client.post(page_of(kept), values | {"reason": "doublon"}, follow=True)
    assert "Quelqu’un a modifié" in read(late)[1]
    assert Actor.objects.get(pk=merged.pk).is_published
    for version in ("", "abc", "-1", "9" * 400):
        admin_client.post(page_of(kept), values | {"version": version, "reason": "doublon"})
    assert Actor.objects.get(pk=merged.pk).is_published
    stale = Actor.objects.get(pk=kept.pk)
    stale.version = 0
    with pytest.raises(Conflict):
        merge(stale, merged, admin_user, "doublon")


def test_who_may_not_merge_opens_no_page_and_nonsense_breaks_nothing(
    client, admin_client, django_user_model, pair
):
    kept, _merged = pair
    for other in ("0", "abc", "\x00", "9" * 5000, kept.pk):
        response = admin_client.get(page_of(kept), {"avec": other})
        assert response.status_code == 302, other
    assert admin_client.get(page_of(kept), {"q": "🏘️ \x00" + "a " * 2500}).status_code == 200
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(
        Permission.objects.filter(codename__in=["read_drafts", "change_actor", "view_actor"])
    )
    client.force_login(clerk)
    assert client.get(page_of(kept)).status_code == 403
    form = client.get(reverse("admin:actors_actor_change", args=[kept.pk]))
    assert "Fusionner" not in read(form)[1]
