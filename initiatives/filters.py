"""What the query string of /initiatives/ means."""

from initiatives.models import Initiative
from search.fields import FacetFilter
from search.filters import DirectoryFilter


class InitiativeFilter(DirectoryFilter):
    kinds = ("initiative",)
    singular, plural = "initiative", "initiatives"
    feminine = True

    type = FacetFilter(label="Type", choices=Initiative.Kind.choices)
