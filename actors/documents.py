"""How actors and supports are found."""

from collections import defaultdict
from functools import cached_property

from django.db.models import Prefetch, Q

from actors.models import Actor, FirstContact, Support, SupportRole
from search.documents import ANY, BATCH, DocumentSource
from search.relations import linked
from territories.models import Territory, Zoning
from territories.wording import in_words

NARROW = {Territory.Level.COMMUNE, Territory.Level.EPCI}
# Whom to turn to when nothing is found, in order.
HELP = {FirstContact.CRESS, FirstContact.DLA}
MOST_NAMES = 20


class ClassifiedDocuments(DocumentSource):
    """What actors, supports and initiatives share: a place, levers, challenges."""

    @cached_property
    def labels(self):
        """Labels of the model's types: `get_kind_display` makes them again for each row."""
        return dict(self.model.Kind.choices)

    def classified_document(self, row, places, **own):
        own["facets"] = {
            "type": [row.kind],
            "levier": [lever.slug for lever in linked(row, "levers")],
            "defi": [challenge.slug for challenge in linked(row, "challenges")],
            **own.get("facets", {}),
        }
        own["context"] = [self.labels[row.kind], *place_names(places), *own.get("context", [])]
        document = self.entry_document(row, **own)
        document.place(places)
        return document


class ActorDocuments(ClassifiedDocuments):
    model = Actor
    kind = "acteur"
    label = "Acteurs"

    links = ("coverage", "levers", "challenges")

    def rows(self):
        return super().rows().select_related("seat")

    def prepare(self, rows, known):
        super().prepare(rows, known)
        if len(rows) == BATCH and "types" not in known:
            known["types"] = types_by_place()
        codes = {place.code for row in rows for place in linked(row, "coverage")}
        types = known.get("types") or types_by_place(codes)
        for row in rows:
            row.territory_types = territory_types(linked(row, "coverage"), types)

    def document(self, row):
        places = linked(row, "coverage")
        seat = [row.seat] if row.seat else [place for place in places if place.level in NARROW]
        return self.classified_document(
            row,
            places,
            badge=self.labels[row.kind],
            details=details(in_words(places), linked(row, "themes")),
            facets={"type_territoire": row.territory_types},
            points=points(seat),
            help=row.first_contact if row.first_contact in HELP else "",
        )


class SupportDocuments(ClassifiedDocuments):
    model = Support
    kind = "appui"
    label = "Appuis"
    links = ("coverage", "levers", "challenges", "territory_types")
    depends = {
        Actor: lambda actor: actor.roles.filter(operates=True).values_list("support", flat=True),
        SupportRole: lambda role: [role.support_id],
    }

    def rows(self):
        operators = SupportRole.objects.filter(operates=True, actor__status="publie")
        operators = operators.order_by("actor__slug", "verb")
        carried = operators.prefetch_related("actor__coverage")
        return super().rows().prefetch_related(Prefetch("roles", carried, to_attr="operators"))

    def document(self, row):
        places = row.coverage.all() or [
            place for role in row.operators for place in role.actor.coverage.all()
        ]
        types = [kind.slug for kind in row.territory_types.all()] or [ANY]
        return self.classified_document(
            row,
            places,
            badge="Terminé" if row.is_over else row.get_kind_display(),
            badge_class="" if row.is_over else "fr-badge--info",
            details=row.card_details,
            facets={"type_territoire": types, "etat": [row.availability]},
            context=[row.audience, *(kind.name for kind in row.territory_types.all())],
            rule=types,
            help=row.first_contact if row.first_contact in HELP else "",
            order="1" if row.is_over else "0",
        )


def territory_types(places, types):
    """Those of the towns covered when they are few; an actor of a wider area is for any."""
    if not places or any(place.level not in NARROW for place in places):
        return [ANY]
    return {slug for place in places for slug in types.get(place.code, ())}


def details(place, themes):
    """Lines under a card, as the models' `card_details`, from what is loaded."""
    return [line for line in (place, " · ".join(theme.name for theme in themes)) if line]


def types_by_place(codes=None):
    """{code of a commune or an EPCI: slugs of the types of its communes}, of all or of some."""
    zonings = Zoning.objects.order_by()
    if codes is not None:
        zonings = zonings.filter(Q(territory__in=codes) | Q(territory__epci__in=codes))
    types = defaultdict(set)
    for commune, epci, slug in zonings.values_list(
        "territory_id", "territory__epci_id", "type__slug"
    ):
        types[commune].add(slug)
        types[epci].add(slug)
    return types


def points(places):
    """Positions that are known, as (latitude, longitude)."""
    return [(one.latitude, one.longitude) for one in places if one.latitude is not None]


def place_names(places):
    """What the search may call these places; France says nothing."""
    names = [place.name for place in places if place.level != Territory.Level.COUNTRY]
    return names[:MOST_NAMES]
