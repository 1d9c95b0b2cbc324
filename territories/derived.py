"""Types of territory that follow from population and geography, without an official list."""

from django.db import transaction
from django.utils import timezone

from territories.models import Territory, TerritoryType, Zoning, ZoningList
from territories.reference import VINTAGE

LIST_KEY = "calcul"
# Inhabitants. The ceiling is that of the programme Petites villes de demain.
SMALL_TOWN = (2_500, 19_999)
OVERSEAS_DEPARTMENTS = ("departement-971", "departement-988")


def _small_towns():
    return Territory.objects.communes().filter(population__range=SMALL_TOWN)


def _overseas_communes():
    return Territory.objects.communes().filter(department__code__range=OVERSEAS_DEPARTMENTS)


RULES = {"petite-ville": _small_towns, "outre-mer": _overseas_communes}


@transaction.atomic
def refresh_derived_types():
    """Make the computed zonings what the communes of the database say.

    Types not entered yet are passed over: call it again once they are. Returns
    {type slug: (added, removed)}.
    """
    types = TerritoryType.objects.in_bulk(RULES, field_name="slug")
    if not types:
        return {}
    official, _ = ZoningList.objects.get_or_create(
        key=LIST_KEY,
        defaults={
            "title": "Calculé à partir des communes",
            "publisher": "INSEE",
            "origin": "fixtures/territories",
            "vintage": VINTAGE,
            "imported_at": timezone.now(),
            "rows": 0,
        },
    )
    changes = {
        slug: _refresh(official, territory_type, RULES[slug]())
        for slug, territory_type in sorted(types.items())
    }
    if any(added or removed for added, removed in changes.values()):
        official.rows = official.zonings.values("territory").distinct().count()
        official.vintage = VINTAGE
        official.imported_at = timezone.now()
        official.save()
    return changes


def _refresh(official, territory_type, communes):
    """Add and remove what differs; what another list says of the same type is left alone."""
    wanted = set(communes.values_list("pk", flat=True))
    present = Zoning.objects.filter(type=territory_type)
    missing = wanted.difference(present.values_list("territory_id", flat=True))
    outdated = [
        pk
        for pk, commune in present.filter(list=official).values_list("pk", "territory_id")
        if commune not in wanted
    ]
    for start in range(0, len(outdated), 1000):
        Zoning.objects.filter(pk__in=outdated[start : start + 1000]).delete()
    Zoning.objects.bulk_create(
        [Zoning(territory_id=code, type=territory_type, list=official) for code in sorted(missing)],
        batch_size=1000,
    )
    return len(missing), len(outdated)
