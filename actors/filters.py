"""What the query string of /acteurs/ and /appuis/ means."""

from actors.models import Actor, Support
from editorial.filters import ChoiceFilter
from levers.filters import ChallengeFilter, LeverFilter
from search.filters import DirectoryFilter
from territories.models import TerritoryType


def territory_type_choices():
    return list(TerritoryType.objects.values_list("slug", "name"))


class SupportTypeFilter(ChoiceFilter):
    """Keeps supports meant for one of these territory types, or for all."""

    def filter(self, queryset, value):
        return queryset.meant_for_types(value) if value else queryset


class ActorFilter(DirectoryFilter):
    singular, plural = "acteur", "acteurs"

    type = ChoiceFilter(field_name="kind", label="Type", choices=Actor.Kind.choices)
    levier = LeverFilter()
    defi = ChallengeFilter()

    class Meta:
        model = Actor
        fields = []


class SupportFilter(DirectoryFilter):
    singular, plural = "appui", "appuis"

    type_territoire = SupportTypeFilter(
        field_name="territory_types__slug",
        label="Type de territoire",
        choices=territory_type_choices,
    )
    type = ChoiceFilter(field_name="kind", label="Type", choices=Support.Kind.choices)
    levier = LeverFilter()
    defi = ChallengeFilter()

    class Meta:
        model = Support
        fields = []

    def sentence(self, count):
        """As elsewhere, with how many are known to be over: they stand last."""
        over = self.qs.filter(availability=Support.Availability.ENDED).count() if count else 0
        told = f", dont {over} terminé{'s' if over > 1 else ''}" if over else ""
        return super().sentence(count) + told
