"""The closed lists that filters choose from: their labels, read again when the content changes."""

from editorial.models import Theme
from search.freshness import per_version
from territories.models import TerritoryType

LABELS = {
    "type_territoire": "Type de territoire",
    "theme": "Thème",
    "levier": "Levier",
    "defi": "Défi",
}
_lists = {}


def register(parameter, choices):
    """`choices()` gives [(value, label)] for a parameter that all lists share."""
    _lists[parameter] = per_version(choices)


def choices(parameter):
    return _lists[parameter]()


@per_version
def territory_type_phrases():
    """{slug: « une Petite ville de demain »}"""
    return dict(TerritoryType.objects.values_list("slug", "singular"))


register("theme", lambda: list(Theme.objects.values_list("slug", "name")))
register("type_territoire", lambda: list(TerritoryType.objects.values_list("slug", "name")))
