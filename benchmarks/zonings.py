"""Made-up zonings: as many communes of each type as the official lists name, not the same ones.

The official lists change and are not in the project. Types are given by rank of population, which
is enough to time a filter and says nothing of any real commune.
"""

import random

from django.utils import timezone

from territories.models import Territory, TerritoryType, Zoning, ZoningList

KEY = "mesure"
# Communes of each type in the lists of 2025, and the ranks of population they are drawn from.
SPREAD = {
    "pvd": (1_646, 400, 5_000),
    "acv": (245, 20, 700),
    "va": (2_493, 5_000, None),
    "ti": (18_639, 0, None),
    "frr": (19_934, 3_000, None),
    "qpv": (833, 0, 1_300),
    "urbain": (2_283, 0, 2_283),
    "periurbain": (1_996, 2_283, 4_279),
    "rural": (30_596, 4_279, None),
    "centre-bourg": (5_072, 4_279, 9_351),
    "ruralites": (30_561, 4_279, None),
    "centre": (10_771, 0, 14_000),
    "montagne": (8_594, 0, None),
}


def add_zonings(seed):
    """Give communes types when no official list is loaded; return how many rows were written."""
    if Zoning.objects.filter(type__slug__in=SPREAD).exists():
        return 0
    source = ZoningList.objects.create(
        key=KEY,
        title="Zonages inventés pour la mesure",
        publisher="benchmarks/zonings.py",
        origin="tirage au sort",
        imported_at=timezone.now(),
        rows=0,
    )
    drawn = random.Random(f"zonings-{seed}")  # noqa: S311 - a draw, not a secret
    communes = Territory.objects.communes().order_by("-population", "code")
    ranked = list(communes.values_list("code", flat=True))
    types = TerritoryType.objects.in_bulk(SPREAD, field_name="slug")
    rows = [
        Zoning(territory_id=code, type=types[slug], list=source)
        for slug, (count, first, last) in SPREAD.items()
        for code in sample(drawn, ranked[first:last], count)
    ]
    Zoning.objects.bulk_create(rows, batch_size=5000)
    return len(rows)


def sample(drawn, codes, count):
    return sorted(drawn.sample(codes, min(count, len(codes))))
