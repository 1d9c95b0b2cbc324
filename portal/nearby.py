"""What others have done, ranked for a town: here, near, elsewhere, and one example a lever."""

from dataclasses import dataclass, field

from initiatives.models import Initiative
from territories.distance import kilometres
from territories.models import Territory

NEAR_KM = 120
SHOWN = 4
FAR = 100_000
COLUMNS = (
    "pk",
    "place_note",
    "places__code",
    "places__name",
    "places__level",
    "places__department",
    "places__latitude",
    "places__longitude",
    "levers",
    "territory_types",
)


@dataclass
class Spot:
    """Where an initiative stands for the town: `km` is None when it is not in one commune."""

    pk: int
    code: str
    label: str
    km: float | None
    levers: set = field(default_factory=set)
    types: set = field(default_factory=set)
    initiative: Initiative | None = None

    @property
    def kilometres(self):
        return round(self.km) if self.km else None


class Surroundings:
    """Initiatives ranked for one town. Two queries, however many there are."""

    def __init__(self, town, types, levers):
        self.town, self.types = town, types
        self.around = set(town.line_codes) - {"france"}
        self.ranked = sorted(self.spots(), key=self.rank)
        self.here = [spot for spot in self.ranked if spot.code == town.code]
        near = [spot for spot in self.ranked if spot not in self.here and self.is_near(spot)]
        self.near = near[:SHOWN]
        shown = self.here + self.near
        rest = [spot for spot in self.ranked if spot not in shown]
        self.elsewhere = sorted(rest, key=lambda spot: (-self.likeness(spot), self.rank(spot)))[
            :SHOWN
        ]
        self.examples = [(lever, self.example(lever)) for lever in levers]
        self.read()

    def spots(self):
        """One spot an initiative: its nearest place, with all its levers and types."""
        spots = {}
        for row in Initiative.objects.published().values_list(*COLUMNS, named=True):
            spot = self.spot(row)
            known = spots.setdefault(row.pk, spot)
            if self.rank(spot) < self.rank(known):
                known.code, known.label, known.km = spot.code, spot.label, spot.km
            known.levers.add(row.levers)
            known.types.add(row.territory_types)
        return spots.values()

    def spot(self, row):
        if row.places__level != Territory.Level.COMMUNE:
            return Spot(row.pk, row.places__code or "", row.places__name or row.place_note, None)
        here = (self.town.latitude, self.town.longitude)
        km = kilometres(here, (row.places__latitude, row.places__longitude))
        label = f"{row.places__name} ({row.places__department.partition('-')[2]})"
        return Spot(row.pk, row.places__code, label, km)

    def rank(self, spot):
        """The town itself, then by distance; an initiative of the département counts as near."""
        wide = 0 if spot.code in self.around else FAR
        return (spot.code != self.town.code, wide if spot.km is None else spot.km, spot.pk)

    def is_near(self, spot):
        return spot.code in self.around or (spot.km is not None and spot.km <= NEAR_KM)

    def likeness(self, spot):
        """How many territory types the initiative's place shares with the town."""
        return len(spot.types & self.types)

    def example(self, lever):
        return next((spot for spot in self.ranked if lever.pk in spot.levers), None)

    def read(self):
        """Load the initiatives that are shown, once."""
        examples = [spot for _, spot in self.examples if spot]
        shown = [*self.here, *self.near, *self.elsewhere, *examples]
        entries = Initiative.objects.in_bulk({spot.pk for spot in shown})
        for spot in shown:
            spot.initiative = entries[spot.pk]
