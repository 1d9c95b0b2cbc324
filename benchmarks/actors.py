"""Plausible actors over the real communes of the base: the same seed always gives the same rows.

The first n actors of a longer draw are those of a shorter one. They are invented: no name, text or
address here is that of a real body.
"""

import datetime
import itertools
import random
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils.text import slugify

from actors.models import Actor
from benchmarks import words
from editorial.models import Theme
from levers.models import Challenge, Lever
from search import changes
from territories.models import Territory

BATCH = 5000
LAST_DAY = datetime.date(2025, 12, 31)
DAYS = 3 * 365
Kind, Purpose = Actor.Kind, Actor.Purpose
# Share of each kind, in thousandths, and what it does for a town.
KINDS = {
    Kind.STRUCTURE: (600, Purpose.ACT),
    Kind.LOCAL_NETWORK: (80, Purpose.REPRESENT),
    Kind.ADVISER: (70, Purpose.SUPPORT),
    Kind.MEMBER_NETWORK: (60, Purpose.REPRESENT),
    Kind.AUTHORITY: (50, Purpose.FUND),
    Kind.RESOURCES: (40, Purpose.INFORM),
    Kind.SOLIDARITY_FUNDER: (25, Purpose.FUND),
    Kind.FOUNDATION: (20, Purpose.FUND),
    Kind.CONSULTANT: (20, Purpose.SUPPORT),
    Kind.ESS_NETWORK: (12, Purpose.REPRESENT),
    Kind.PUBLIC_FUNDER: (10, Purpose.FUND),
    Kind.ELECTED: (7, Purpose.REPRESENT),
    Kind.STATE: (4, Purpose.INFORM),
    Kind.CRESS: (2, Purpose.REPRESENT),
}
COVERAGE = {"code": 50, "epci_id": 26, "department_id": 15, "region_id": 8, "france": 1}
THEMES = {1: 35, 2: 35, 3: 20, 4: 10}
LEVERS = {0: 25, 1: 40, 2: 25, 3: 10}
CHALLENGES = {0: 30, 1: 40, 2: 20, 3: 10}


@dataclass(frozen=True)
class Draft:
    """An actor before it is written: its fields, and the codes and slugs of what it is tied to."""

    fields: dict
    coverage: str
    themes: list
    levers: list
    challenges: list


class World:
    """What actors are drawn from: the communes, themes, levers and challenges of the base."""

    @cached_property
    def communes(self):
        columns = ("code", "name", "population", "epci_id", "department_id", "region_id")
        return list(Territory.objects.communes().order_by("code").values(*columns))

    @cached_property
    def inhabitants(self):
        """Running total of inhabitants, so that a seat is in a town as often as people are."""
        return list(itertools.accumulate(one["population"] or 1 for one in self.communes))

    @cached_property
    def vocabularies(self):
        """Slugs of each vocabulary, in its own order: the first are drawn the most."""
        return {
            "themes": list(Theme.objects.order_by("order", "slug").values_list("slug", flat=True)),
            "levers": list(Lever.objects.order_by("number").values_list("slug", flat=True)),
            "challenges": list(Challenge.objects.order_by("number").values_list("slug", flat=True)),
        }


def drafts(count, seed, world):
    """The first `count` actors of a seed, one after the other."""
    drawn = random.Random(f"actors-{seed}")  # noqa: S311 - a draw, not a secret
    for number in range(1, count + 1):
        yield draft(drawn, number, world)


def draft(drawn, number, world):
    commune = drawn.choices(world.communes, cum_weights=world.inhabitants)[0]
    kind = pick(drawn, {kind: share for kind, (share, _) in KINDS.items()})
    title = words.name(drawn, kind, commune["name"])
    slug = f"{slugify(title)[:100].rstrip('-')}-{number}"
    day = LAST_DAY - datetime.timedelta(days=drawn.randrange(DAYS))
    moment = datetime.datetime.combine(day, datetime.time(8), datetime.UTC)
    fields = {
        "title": title,
        "slug": slug,
        "kind": kind,
        "purpose": KINDS[kind][1],
        "summary": words.summary(drawn),
        "seat_id": commune["code"],
        "website": f"https://{slug}.example" if drawn.random() < 0.75 else "",
        "status": Actor.Status.PUBLISHED,
        "published_on": day,
        "created_at": moment,
        "updated_at": moment,
    }
    ties = {
        name: several(drawn, world.vocabularies[name], counts)
        for name, counts in (("themes", THEMES), ("levers", LEVERS), ("challenges", CHALLENGES))
    }
    return Draft(fields, covered(drawn, commune), **ties)


def pick(drawn, shares):
    return drawn.choices(list(shares), list(shares.values()))[0]


def several(drawn, slugs, counts):
    """Some different slugs, the first of the list more often than the last."""
    wanted = min(pick(drawn, counts), len(slugs))
    left, weights = list(slugs), [1 / (rank + 3) for rank in range(len(slugs))]
    chosen = []
    for _ in range(wanted):
        at = drawn.choices(range(len(left)), weights)[0]
        chosen.append(left.pop(at))
        weights.pop(at)
    return chosen


def covered(drawn, commune):
    """Code of a territory around the seat; the commune when it has none of the level drawn."""
    level = pick(drawn, COVERAGE)
    return "france" if level == "france" else commune[level] or commune["code"]


@transaction.atomic
def write(count, seed, say=lambda done: None):
    """Add the first `count` actors of a seed to the base; `say` is told how many are done."""
    world = World()
    keys = {
        "themes": dict(Theme.objects.values_list("slug", "pk")),
        "levers": dict(Lever.objects.values_list("slug", "pk")),
        "challenges": dict(Challenge.objects.values_list("slug", "pk")),
    }
    source = drafts(count, seed, world)
    for start in range(0, count, BATCH):
        batch = list(itertools.islice(source, BATCH))
        write_batch(batch, keys)
        say(start + len(batch))
    changes.append_everything()  # bulk writes are not heard by the index


def write_batch(batch, keys):
    facts = {"sourced": True, "placed": True}  # the base asks for them to publish
    actors = Actor.objects.bulk_create([Actor(**one.fields, **facts) for one in batch])
    pairs = list(zip(actors, batch, strict=True))
    link("coverage", "territory", [(actor.pk, one.coverage) for actor, one in pairs])
    for name, column in (("themes", "theme"), ("levers", "lever"), ("challenges", "challenge")):
        known = keys[name]
        link(
            name,
            column,
            [(actor.pk, known[slug]) for actor, one in pairs for slug in getattr(one, name)],
        )


def link(relation, column, rows):
    """Write the rows of a many-to-many of actors at once."""
    through = getattr(Actor, relation).through
    through.objects.bulk_create(
        [through(**{"actor_id": actor, f"{column}_id": other}) for actor, other in rows]
    )
