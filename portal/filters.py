"""What the query string of /recherche/ means."""

from search.documents import sources
from search.fields import FacetFilter
from search.filters import DirectoryFilter


def kinds():
    """Every kind of entry as (value, label)."""
    return [(source.kind, source.label) for source in sources().values()]


class SearchFilter(DirectoryFilter):
    """Here `type` is the kind of entry."""

    singular, plural = "résultat", "résultats"
    facets_shown = ("type", "theme")

    type = FacetFilter(label="Type", facet="kind", choices=kinds)

    @property
    def kinds(self):
        return tuple(value for value, _ in kinds())
