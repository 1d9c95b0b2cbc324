"""What the query string of /ressources/, /evenements/, /glossaire/, /chiffres-cles/ means."""

from editorial.filters import ChoiceFilter
from library.models import Event, KeyFigure, Publication, Term
from search.filters import DirectoryFilter


class PublicationFilter(DirectoryFilter):
    singular, plural = "ressource", "ressources"
    feminine = True

    territoire = None
    type = ChoiceFilter(field_name="kind", label="Type", choices=Publication.Kind.choices)

    class Meta:
        model = Publication
        fields = []


class EventFilter(DirectoryFilter):
    singular, plural = "événement", "événements"

    territoire = None

    class Meta:
        model = Event
        fields = []


class KeyFigureFilter(DirectoryFilter):
    singular, plural = "chiffre clé", "chiffres clés"

    territoire = None

    class Meta:
        model = KeyFigure
        fields = []


class TermFilter(DirectoryFilter):
    singular, plural = "terme", "termes"

    territoire = None
    theme = None
    type = ChoiceFilter(field_name="kind", label="Type", choices=Term.Kind.choices)

    class Meta:
        model = Term
        fields = []
