"""Whom a town would call first, in order, and why each covers it. Two queries."""

from dataclasses import dataclass, field

from actors.models import Actor, Carrier, FirstContact, Support

# For these a national address serves besides the local one; for the others it replaces it.
ALWAYS_NATIONAL = {FirstContact.FUNDER, FirstContact.NETWORK}
AREA_WORDS = {
    "region": "la région",
    "departement": "le département",
    "epci": "l’intercommunalité",
}


@dataclass
class Contact:
    """Someone to call: the actor, why it covers the town, and what we know of its carrying."""

    actor: Actor
    reason: str
    carrier: Carrier | None = None

    @property
    def website(self):
        return (self.carrier and self.carrier.website) or self.actor.website

    @property
    def note(self):
        """What the reason does not say: a carrier's area in words, or how to reach an actor."""
        note = self.carrier.area_note if self.carrier else self.actor.contact_note
        return "" if note in self.reason else note


@dataclass
class Step:
    """One of the first contacts, in the order a town would call."""

    kind: FirstContact
    support: Support | None = None
    local: list[Contact] = field(default_factory=list)
    national: list[Contact] = field(default_factory=list)
    closed: list[Actor] = field(default_factory=list)

    @property
    def label(self):
        return self.kind.label

    @property
    def contacts(self):
        """Local ones first; the national ones when none is local, or when both serve."""
        if self.local and self.kind not in ALWAYS_NATIONAL:
            return self.local
        return self.local + self.national

    def add(self, contact, *, local):
        group = self.local if local else self.national
        if contact.actor not in [known.actor for known in group]:
            group.append(contact)


def first_contacts(town, supports):
    """Steps for a town whose ancestors are loaded; `supports` are those that cover it."""
    steps = {kind.value: Step(kind) for kind in FirstContact}
    for support in supports:
        if support.first_contact:
            steps[support.first_contact].support = support
    for row in nearest_first(actor_areas(), town):
        step, actor = steps[row.actor.first_contact], row.actor
        if actor.status == Actor.Status.ARCHIVED:
            step.closed.append(actor)
        else:
            step.add(Contact(actor, reason(town, row)), local=row.territory_id != "france")
    for row in nearest_first(carrier_areas(), town):
        step, carrier = steps[row.carrier.support.first_contact], row.carrier
        step.add(Contact(carrier.actor, reason(town, row), carrier), local=True)
    return [step for step in steps.values() if step.support or step.contacts]


def actor_areas():
    """Areas of actors that are a first contact, archived ones too: their closing is told."""
    shown = Actor.objects.published() | Actor.objects.archived()
    areas = Actor.coverage.through.objects.filter(actor__in=shown)
    return areas.exclude(actor__first_contact="").select_related("actor__replaced_by")


def carrier_areas():
    carriers = Carrier.objects.confirmed().exclude(support__first_contact="")
    areas = Carrier.coverage.through.objects.filter(carrier__in=carriers)
    return areas.select_related("carrier__actor", "carrier__support", "carrier__source")


def nearest_first(areas, town):
    """Areas that are the town or contain it, the nearest first."""
    line = town.line_codes
    rows = areas.filter(territory__in=line)
    return sorted(rows, key=lambda row: line.index(row.territory_id))


def reason(town, row):
    """« couvre la région Bretagne »."""
    if row.territory_id == "france":
        return "couvre toute la France"
    areas = (town, town.epci, town.department, town.region)
    area = next(one for one in areas if one and one.code == row.territory_id)
    return " ".join(filter(None, ["couvre", AREA_WORDS.get(area.level), area.name]))
