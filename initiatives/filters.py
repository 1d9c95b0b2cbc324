"""What the query string of /initiatives/ means."""

from editorial.filters import ChoiceFilter
from initiatives.models import Initiative
from levers.filters import ChallengeFilter, LeverFilter
from search.filters import DirectoryFilter


class InitiativeFilter(DirectoryFilter):
    singular, plural = "initiative", "initiatives"
    feminine = True

    type = ChoiceFilter(field_name="kind", label="Type", choices=Initiative.Kind.choices)
    levier = LeverFilter()
    defi = ChallengeFilter()

    class Meta:
        model = Initiative
        fields = []
