"""Everything the portal knows for one town, gathered in a constant number of queries."""

from django.db.models import Exists, OuterRef

from actors.models import Actor, Support
from levers.models import Lever
from portal.contacts import first_contacts
from portal.nearby import Surroundings
from territories.models import ZoningList
from territories.zoning_lists import LISTS

SHOWN_ACTORS = 12


def town_context(town):
    """What the page of a commune (its ancestors loaded) shows."""
    zonings = list(
        town.zonings.select_related("type", "list").order_by("type__order", "type__name")
    )
    supports = town_supports(town)
    types = {zoning.type_id for zoning in zonings}
    return {
        "zonings": zonings,
        "missing_lists": missing_lists(),
        "postal_codes": [row.code for row in town.postal_codes.all()],
        "steps": first_contacts(town, supports),
        "local_actors": local_actors(town),
        "support_count": len(supports),
        "reserved": [support for support in supports if support.reserved],
        "themes": group_by_theme(supports),
        "surroundings": Surroundings(town, types, Lever.objects.published()),
    }


def missing_lists():
    """Official lists this site has not loaded: what they say of the town is unknown."""
    loaded = set(ZoningList.objects.values_list("key", flat=True))
    return [official for key, official in LISTS.items() if key not in loaded]


def town_supports(town):
    """Supports for the town that are not over; `reserved` when meant for its kind of town."""
    named = Support.territory_types.through.objects.filter(support=OuterRef("pk"))
    supports = Support.objects.published().available().covering(town)
    return list(
        supports.annotate(reserved=Exists(named))
        .defer("body", "review_note")
        .prefetch_related("themes")
        .order_by("title")
    )


def local_actors(town):
    """Other actors of the town or of what surrounds it, one more than is shown."""
    near = [code for code in town.line_codes if code != "france"]
    areas = Actor.coverage.through.objects.filter(actor=OuterRef("pk"), territory__in=near)
    actors = Actor.objects.published().filter(Exists(areas), first_contact="")
    return actors.order_by("title")[: SHOWN_ACTORS + 1]


def group_by_theme(supports):
    """[(theme, supports)] in the order of themes; those without a theme come last, under None."""
    groups = {}
    for support in supports:
        for theme in support.themes.all() or [None]:
            groups.setdefault(theme, []).append(support)
    return sorted(groups.items(), key=lambda item: (item[0] is None, item[0] and item[0].order))
