"""What the query string of /ressources/, /evenements/, /glossaire/, /chiffres-cles/ means."""

from library.models import Publication, Term
from search.fields import FacetFilter
from search.filters import DirectoryFilter


class PublicationFilter(DirectoryFilter):
    kinds = ("ressource",)
    singular, plural = "ressource", "ressources"
    feminine = True
    own_order = True
    facets_shown = ("type", "theme", "levier", "defi")

    type = FacetFilter(label="Type", choices=Publication.Kind.choices)


class ThematicFilter(DirectoryFilter):
    """A list that only has words and themes to choose from."""

    facets_shown = ("theme",)
    territoire = type_territoire = levier = defi = None


class EventFilter(ThematicFilter):
    kinds = ("evenement",)
    singular, plural = "événement", "événements"
    own_order = True


class KeyFigureFilter(ThematicFilter):
    kinds = ("chiffre-cle",)
    singular, plural = "chiffre clé", "chiffres clés"


class TermFilter(ThematicFilter):
    kinds = ("terme",)
    singular, plural = "terme", "termes"
    facets_shown = ("type",)
    theme = None

    type = FacetFilter(label="Type", choices=Term.Kind.choices)
