"""Two partners, ANCT, and what each wrote; how an attack of one is judged."""

from django.contrib.auth.models import User

from accounts.models import Account, Partner
from actors.models import Actor, ActorLink, Support
from editorial import proposals
from editorial.acts import act
from editorial.models import FormerAddress, Proposal, Source, entry_models
from editorial.states import state_of
from initiatives.models import Initiative, Participation
from levers.models import Lever
from library.models import Publication
from tests.backoffice.attempts import BRETAGNE, NORMANDIE, undone
from tests.editorial.test_admin import address, form_values, read
from tests.factories import (
    ActorFactory,
    InitiativeFactory,
    LeverFactory,
    PublicationFactory,
    SourceFactory,
    SupportFactory,
)
from tests.signing_in import make_user

SECRET = "quetzal"  # in every row that is not theirs to read
GUESSED = "zorglub"  # beside it, for who guesses
HIDDEN = {"title": f"{GUESSED} {SECRET}", "summary": SECRET, "review_note": SECRET}
FORMATS = ("csv", "xlsx", "json")
COUNTED = (
    *entry_models(), ActorLink, Participation, Proposal, FormerAddress, Source, User, Partner,
    Account,
)  # fmt: skip


def hidden(factory, slug, partner=None, places=(), **fields):
    values = HIDDEN | {"slug": f"{slug}-{SECRET}", "draft": True} | fields
    row = factory(**values)
    if hasattr(row, "PLACES"):
        type(row).objects.filter(pk=row.pk).update(partner=partner)
        getattr(row, row.PLACES).set(places)
    return type(row).objects.get(pk=row.pk)


class World:
    """Two partners, what each wrote, and what ANCT writes."""

    def __init__(self):
        self.own_partner = Partner.objects.create(
            slug="cress-a", name="CRESS A", territory_id=BRETAGNE
        )
        self.other_partner = Partner.objects.create(
            slug="cress-b", name="CRESS B", territory_id=NORMANDIE
        )
        self.user = make_user("Partenaire", partner=self.own_partner)
        self.publisher = make_user("Publication")
        self.source = SourceFactory()
        self.hide()
        self.show()

    def hide(self):
        ours, theirs = self.own_partner, self.other_partner
        self.hidden = {
            "brouillon d’un autre partenaire": hidden(ActorFactory, "autre", theirs, [NORMANDIE]),
            "brouillon de l’ANCT": hidden(ActorFactory, "anct", None, [BRETAGNE]),
            "le sien hors de son territoire": hidden(ActorFactory, "hors", ours, [NORMANDIE]),
            "le sien à cheval": hidden(ActorFactory, "cheval", ours, [BRETAGNE, NORMANDIE]),
            "le sien sans lieu": hidden(ActorFactory, "nulle-part", ours),
            "relecture d’un autre": hidden(
                ActorFactory, "relue", theirs, [BRETAGNE], status="relecture"
            ),
            "archivée d’un autre": hidden(
                ActorFactory, "finie", theirs, [BRETAGNE], status="archive"
            ),
            "initiative d’un autre": hidden(InitiativeFactory, "projet", theirs, [NORMANDIE]),
            "appui d’un autre": hidden(SupportFactory, "appui", theirs, [NORMANDIE]),
        }
        self.draft = self.hidden["brouillon d’un autre partenaire"]
        self.lever = hidden(LeverFactory, "levier")
        self.publication = hidden(PublicationFactory, "publication")

    def show(self):
        shared = {"sources": [self.source], "coverage": [BRETAGNE]}
        self.own = ActorFactory(title="Fiche à moi", draft=True, **shared)
        self.own_published = ActorFactory(title="Fiche publiée à moi", **shared)
        Actor.objects.filter(pk__in=[self.own.pk, self.own_published.pk]).update(
            partner=self.own_partner, sourced=True, placed=True
        )
        self.others = {
            "publiée d’un autre": ActorFactory(title="Fiche des autres", **shared),
            "publiée de l’ANCT": ActorFactory(title="Fiche de l’ANCT", **shared),
        }
        self.other = self.others["publiée d’un autre"]
        Actor.objects.filter(pk=self.other.pk).update(
            partner=self.other_partner, review_note=SECRET, replaced_by=self.draft
        )
        for row in (self.own_published, self.other, self.own):
            row.publications.add(self.publication)
            row.levers.add(self.lever)
            ActorLink.objects.create(subject=row, verb="connaît", target=self.draft)
        self.own, self.own_published, self.other = (
            Actor.objects.get(pk=row.pk) for row in (self.own, self.own_published, self.other)
        )
        proposed = state_of(self.other) | {"title": SECRET}
        self.proposal = proposals.keep(self.other, proposed, self.publisher)
        with act(self.draft, None, SECRET):
            self.draft.body = SECRET
            self.draft.save()

    def rows(self):
        return [*self.hidden.values(), self.own, self.own_published, *self.others.values()]


def snapshot(world):
    """What must not move: rows, links, and how many of everything."""
    kept = {model._meta.label: model._base_manager.count() for model in COUNTED}
    for model in (Actor, Initiative, Support, Lever, Publication):
        keys = [row.pk for row in [*world.rows(), world.lever, world.publication]
                if isinstance(row, model)]  # fmt: skip
        rows = model.objects.filter(pk__in=keys).order_by("pk").values()
        kept[model] = [{k: v for k, v in row.items() if k != "updated_at"} for row in rows]
        for relation in model._meta.many_to_many:
            if relation.name in ("coverage", "places", "levers", "publications", "links"):
                through = relation.remote_field.through
                own = {f"{relation.m2m_field_name()}__in": keys}
                kept[model, relation.name] = sorted(
                    map(str, through.objects.filter(**own).values_list())
                )
    kept["proposals"] = list(Proposal.objects.order_by("pk").values())
    return kept


def said(client, response):
    """All an answer says: its body, where it sends, and the messages of the next page."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    words = [body.decode("utf-8", "replace"), str(response.headers)]
    if response.status_code == 302 and response["Location"].startswith("/admin/"):
        words.append(client.get("/admin/").text)
    return " ".join(words).lower()


def outcome(world, client, method, url, data=None, *, before=None):
    """What went wrong with one attack, or nothing. It is undone: what was before is there after."""
    with undone():
        before = before or snapshot(world)
        response = getattr(client, method)(url, data or {})
        wrong = [f"statut {response.status_code}"] if response.status_code >= 500 else []
        if SECRET in said(client, response):
            wrong.append("divulgué")
        if method == "post" and snapshot(world) != before:
            wrong.append("écrit")
    return wrong


def failures(world, client, attacks):
    """{attack: what went wrong}; an attack is (name, method, address, data)."""
    before = snapshot(world)
    found = {name: outcome(world, client, *rest, before=before) for name, *rest in attacks}
    return {name: wrong for name, wrong in found.items() if wrong}


def shown_form(client, row=None):
    page = address(Actor, "change", row.pk) if row else address(Actor, "add")
    return form_values(read(client.get(page))[0], "actor_form")


def new_values(client):
    """What the page of a new entry would send, filled in as a partner may."""
    return shown_form(client) | {
        "title": "Nouvelle", "slug": "nouvelle", "kind": "cress", "purpose": "informer",
        "coverage": [BRETAGNE],
    }  # fmt: skip
