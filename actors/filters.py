"""What the query string of /acteurs/ and /appuis/ means."""

from actors.models import Actor, Support
from search.fields import FacetFilter
from search.filters import DirectoryFilter


class ActorFilter(DirectoryFilter):
    kinds = ("acteur",)
    singular, plural = "acteur", "acteurs"

    type = FacetFilter(label="Type", choices=Actor.Kind.choices)


class SupportFilter(DirectoryFilter):
    kinds = ("appui",)
    singular, plural = "appui", "appuis"
    own_order = True

    type = FacetFilter(label="Type", choices=Support.Kind.choices)

    def sentence(self, count):
        """As elsewhere, with how many are known to be over: they stand last."""
        over = self.results.facets(("etat",))["etat"]["termine"] if count else 0
        told = f", dont {over} terminé{'s' if over > 1 else ''}" if over else ""
        return super().sentence(count) + told
