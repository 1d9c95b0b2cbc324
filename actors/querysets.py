"""The one rule of the domain, and the vocabulary of actors and supports.

An entry is shown for a town when its coverage contains the town and its territory types, if it
names any, meet the town's. Town pages, feeds and exports use `covering`; the index of lists is
derived from the same facts, and `tests/search/test_same_rule.py` holds it to this.
"""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from accounts.models import partner_of
from editorial.querysets import EntryQuerySet, NaturalKeyQuerySet
from territories.models import Territory


def through(relation, field, condition, pk="pk"):
    """Exists a row of a many-to-many's own table, for this object, that meets the condition."""
    return Exists(relation.through.objects.filter(condition, **{field: OuterRef(pk)}))


class ClassifiedQuerySet(EntryQuerySet):
    def owned_by(self, user):
        """Entries of the user's partner that lie wholly on the partner's territory."""
        partner = partner_of(user)
        if partner is None or partner.territory is None:
            return self.none()
        places, own = self.model.places_relation(), self.model._meta.model_name
        inside = Q(territory__in=Territory.objects.within(partner.territory))
        return self.filter(
            through(places, own, inside), ~through(places, own, ~inside), partner=partner
        )

    def nowhere(self):
        """Not archived, and found for no commune: a place told in words is not enough."""
        own = self.model._meta.model_name
        rows = self.filter(~through(self.model.places_relation(), own, Q()))
        return rows.exclude(status=self.model.Status.ARCHIVED)


class ActorQuerySet(ClassifiedQuerySet):
    def covering(self, territory):
        """Actors whose coverage contains this territory: itself or one of its ancestors."""
        place = Q(territory__in=territory.line_codes)
        return self.filter(through(self.model.coverage, "actor", place))

    def for_place(self, territory):
        """Actors that cover this territory, or a part of it."""
        return self.filter(through(self.model.coverage, "actor", territory.concerns("territory")))


class SupportQuerySet(ClassifiedQuerySet):
    def nowhere(self):
        """Without a coverage of its own nor an operator whose own it would take."""
        operators = apps.get_model("actors", "SupportRole").objects.filter(
            support=OuterRef("pk"), operates=True
        )
        return super().nowhere().filter(~Exists(operators))

    def available(self):
        """Without those known to be over."""
        return self.exclude(availability=self.model.Availability.ENDED)

    def covering(self, territory):
        """Supports for this territory: by coverage (else their operators'), then by type."""
        return self.reaching(Q(territory__in=territory.line_codes)).meant_for(territory)

    def for_place(self, territory):
        """For a commune the supports that cover it; for a wider place those inside it too."""
        if territory.level == territory.Level.COMMUNE:
            return self.covering(territory)
        return self.reaching(territory.concerns("territory"))

    def reaching(self, place):
        """Supports whose coverage, or their operators' when they have none, meets the place."""
        operators = apps.get_model("actors", "SupportRole").objects.filter(
            through(apps.get_model("actors", "Actor").coverage, "actor", place, pk="actor_id"),
            support=OuterRef("pk"),
            operates=True,
            actor__status=self.model.Status.PUBLISHED,
        )
        own = through(self.model.coverage, "support", Q())
        return self.filter(
            through(self.model.coverage, "support", place) | (~own & Exists(operators))
        )

    def meant_for(self, territory):
        """Supports that name no territory type, or one the territory has."""
        types = self.model.territory_types
        met = Q(territorytype__zonings__territory=territory.code)
        return self.filter(~through(types, "support", Q()) | through(types, "support", met))


class CarrierQuerySet(NaturalKeyQuerySet):
    def confirmed(self):
        """Carriers a source confirms, of published actors and supports."""
        return self.filter(confirmed=True, actor__status="publie", support__status="publie")

    def covering(self, territory):
        """Carriers whose territory contains this one."""
        place = Q(territory__in=territory.line_codes)
        return self.filter(through(self.model.coverage, "carrier", place))
