"""What the query string of /leviers/ means."""

from search.fields import FacetFilter
from search.filters import DirectoryFilter


class LeverFilter(DirectoryFilter):
    kinds = ("levier", "outil")
    singular, plural = "levier ou outil", "leviers et outils"
    own_order = True
    facets_shown = ("type", "levier", "defi", "theme")

    type = FacetFilter(label="Type", choices=[("levier", "Levier"), ("outil", "Outil")])
