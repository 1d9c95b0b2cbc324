"""What is not published is told to nobody, by any page, whatever leads to it."""

import pytest
from django.contrib.auth.models import User
from django.db.models import ForeignKey, ManyToManyField
from django.utils import timezone
from django.utils.html import escape

from actors.models import Actor, ActorLink, Carrier, Support, SupportRole
from editorial import previews, proposals
from editorial.models import Source, entry_models
from editorial.moves import MOVES, make
from editorial.states import state_of
from initiatives.models import Initiative, Participation
from levers.models import Challenge, GridItem, Lever, Tool
from library.models import Event, KeyFigure, Publication, Term
from portal.sitemaps import SITEMAPS
from territories.models import Territory
from tests.backoffice.safety import texts
from tests.factories import ActorFactory, SourceFactory
from tests.portal.test_machine_pages import MACHINE_PAGES, PAGES

ASKED, HIDDEN, ADDRESS = "zqdemande", "zqcache", "zqadresse"
LONG_AGO = "2026-01-31"
STATES = {
    "draft": {"status": "brouillon"},
    "review": {"status": "relecture"},
    "scheduled": {"status": "relecture", "publish_at": timezone.now() + timezone.timedelta(days=9)},
    "set-aside": {"status": "archive"},  # a draft the public never read
}
LISTS = {
    Actor: "/acteurs/",
    Support: "/appuis/",
    Initiative: "/initiatives/",
    Publication: "/ressources/",
    Event: "/evenements/",
    KeyFigure: "/chiffres-cles/",
    Term: "/glossaire/",
    Lever: "/leviers/",
}
TOWN = "commune-70467"


def hidden(model, state, number):
    """An entry with words nobody may read in each of its columns, and its publication date none."""
    words = {one.name: f"{ASKED} {HIDDEN}"[: one.max_length or 99] for one in texts(model)}
    like = model.objects.published().first()
    for name in ("number", "order"):
        if hasattr(like, name):
            words[name] = 500 + number
    own = {"lever": like.lever} if model is Tool else {}
    own |= {"highlighted": True, "series": like.series} if model is KeyFigure else {}
    own |= {"first_contact": "1-cress"} if model in (Actor, Support) else {}
    row = model(**words, **own, **STATES[state], slug=f"{ADDRESS}-{number}")
    for field in model._meta.local_concrete_fields:
        if field.choices and field.name != "status" and not getattr(row, field.name):
            setattr(row, field.name, "" if field.blank else field.choices[0][0])
    row.save()
    return row


def tie(one, other):
    """Write every link their models allow from one to the other."""
    for field in type(one)._meta.get_fields():
        if not (field.concrete and field.is_relation and field.related_model is type(other)):
            continue
        if isinstance(field, ManyToManyField) and field.remote_field.through._meta.auto_created:
            getattr(one, field.name).add(other)
        elif isinstance(field, ForeignKey) and field.null:
            setattr(one, field.name, other)
            one.save()


def tie_by_tables(actor, support, initiative):
    source = Source.objects.first()
    number = Carrier.objects.count()
    SupportRole.objects.get_or_create(actor=actor, support=support, verb="porte", operates=True)
    Participation.objects.get_or_create(actor=actor, initiative=initiative, verb="porte")
    fields = {"slug": f"essai-{number}", "confirmed": True, "source": source}
    Carrier.objects.create(actor=actor, support=support, **fields).coverage.add("france")


@pytest.fixture
def shown(db):
    """One published row of each kind."""
    rows = {model: model.objects.published().order_by("pk").first() for model in entry_models()}
    rows[KeyFigure].series = rows[KeyFigure].series or "serie"
    rows[KeyFigure].save()
    rows[Tool].lever = rows[Lever]
    rows[Tool].order = 700
    rows[Tool].save()
    return rows


@pytest.fixture
def unseen(shown):
    """Entries of each kind and state, tied to what is shown in every way there is."""
    rows = [
        hidden(model, state, 10 * number + place)
        for number, model in enumerate(entry_models())
        for place, state in enumerate(STATES)
    ]
    for row in rows:
        for one in shown.values():
            tie(row, one)
            tie(one, row)
        for item in GridItem.objects.filter(parent=None)[:2]:
            tie(item, row)
        for place in ("coverage", "places"):
            if hasattr(row, place):
                getattr(row, place).add("france", TOWN)
        by_tables(row, shown)
    return rows


def by_tables(row, shown):
    ends = {model: shown[model] for model in (Actor, Support, Initiative)}
    if type(row) in ends:
        tie_by_tables(*(ends | {type(row): row}).values())
    if type(row) is Actor:
        ActorLink.objects.create(subject=row, target=shown[Actor], verb="anime")
        ActorLink.objects.create(subject=shown[Actor], target=row, verb="anime")
    if type(row) is Lever:
        tool = hidden_lever_tool(row)
        tie(tool, shown[Term])


def hidden_lever_tool(lever):
    """A published tool of a lever that is not."""
    fields = {"title": "Un outil", "summary": "Il attend son levier.", "sourced": True}
    fields |= {"status": "publie", "published_on": LONG_AGO, "order": 1}
    return Tool.objects.create(lever=lever, slug=f"outil-{lever.pk}", **fields)


def public_addresses(shown, unseen):
    """Every public page, each list under each filter, and what machines read."""
    yield from PAGES.values()
    yield from MACHINE_PAGES.values()
    yield from (f"/sitemap-{part}.xml" for part in SITEMAPS)
    yield from (row.get_page_url() for row in shown.values())
    yield from ("/acteurs/?page=2", "/nulle-part/", "/acteurs/nulle-part/", "/recherche/?q=outil")
    yield f"/territoires/suggestions/?q={ASKED}"
    for address in (*LISTS.values(), "/recherche/", "/defis/"):
        yield f"{address}?q={ASKED}"
        for name in ("territoire=france", f"territoire={TOWN}", "tri=recent", "tri=nom"):
            yield f"{address}?{name}"
    for row in unseen:
        if isinstance(row, Lever | Challenge):
            name = "levier" if isinstance(row, Lever) else "defi"
            yield f"/acteurs/?{name}={row.slug}"


def told(answer):
    text = answer.content.decode(errors="replace")
    return [word for word in (HIDDEN, ADDRESS) if word in text]


def own_addresses(unseen):
    """Those of what is not published; a tool is shown in the page of its lever."""
    for row in unseen:
        for address in {row.get_absolute_url().partition("#")[0], row.get_page_url()}:
            if ADDRESS in address:
                yield address


def test_nothing_public_tells_a_word_of_what_is_not_published(client, shown, unseen):
    assert set(map(type, unseen)) == set(entry_models())
    leaks, broken = [], []
    for address in public_addresses(shown, unseen):
        answer = client.get(address)
        words = [word for word in told(answer) if word not in address]
        leaks += [f"{address}: {word}" for word in words]
        broken += [address] if answer.status_code >= 500 else []
    for address in own_addresses(unseen):  # what any unknown address says
        answer = client.get(address)
        broken += [address] if answer.status_code != 404 else []
        leaks += [address] if HIDDEN in answer.text else []
        broken += [address] if client.head(address).status_code != 404 else []
    assert leaks == []
    assert broken == []


def test_a_preview_shows_one_draft_and_no_other(client, shown, unseen):
    for model in entry_models():
        row = model.objects.get(slug=shown[model].slug)
        model.objects.filter(pk=row.pk).update(status="brouillon")
        row.refresh_from_db()
        answer = client.get(previews.link(row))
        assert answer.status_code == 200
        assert escape(row.title) in answer.text
        assert told(answer) == [], model
        assert "noindex" in answer.headers["X-Robots-Tag"]
        model.objects.filter(pk=row.pk).update(status="publie")


def test_what_is_proposed_for_a_published_entry_is_read_by_nobody_yet(client, shown, admin_user):
    for model, row in shown.items():
        words = {one.name: f"{ASKED} {HIDDEN}"[: one.max_length or 99] for one in texts(model)}
        state = state_of(row) | words
        proposals.keep(row, state, User.objects.first())
        listed = [LISTS[model]] if model in LISTS else []
        for address in (row.get_page_url(), *listed, f"/recherche/?q={ASKED}", "/"):
            assert HIDDEN not in client.get(address, follow=True).text, (model, address)


def test_an_archived_entry_keeps_its_texts_to_itself(client, db):
    actor = ActorFactory(archived=True, title="Une structure close")
    Actor.objects.filter(pk=actor.pk).update(
        **{one.name: HIDDEN for one in texts(Actor) if one.name not in ("title", "closing_note")}
    )
    answer = client.get(actor.get_absolute_url())
    assert answer.status_code == 410
    assert "Une structure close" in answer.text
    assert HIDDEN not in answer.text
    assert "noindex" in answer.text


@pytest.mark.parametrize("move", ["retrait", "archivage"])
def test_a_page_kept_by_a_browser_is_not_confirmed_once_its_entry_is_withdrawn(
    client, admin_user, move
):
    place = Territory.objects.get(code="france")
    actor = ActorFactory(title=f"{ASKED} publié", sources=[SourceFactory()], coverage=[place])
    lists = [f"/acteurs/?q={ASKED}", f"/recherche/?q={ASKED}"]
    tags = {}
    for address in lists:
        kept = client.get(address)
        assert actor.slug in kept.text
        tags[address] = kept.headers["ETag"]
        assert client.get(address, headers={"If-None-Match": tags[address]}).status_code == 304
    make(MOVES[move], actor, admin_user, "essai")
    for address, tag in tags.items():
        answer = client.get(address, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert actor.slug not in answer.text
        since = client.get(address, headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})
        assert since.status_code == 200
    assert client.get(actor.get_absolute_url()).status_code == (404 if move == "retrait" else 410)
    assert actor.slug not in client.get("/sitemap-acteurs.xml").text
