"""Entries that may be one: alike by name, then by where they are and how they are reached.

Feasible among 250,000: names are sorted and each is compared with its next few (from its beginning,
from its end, by its words), exact contacts group the others; only what looks alike is read whole.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from heapq import heappush, heappushpop
from itertools import combinations

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from rapidfuzz.fuzz import ratio, token_sort_ratio

from backoffice.models import Duplicate
from editorial.models import Entry, entry_models
from library.models import KeyFigure
from territories.naming import fold

NEIGHBOURS = 6  # names compared with each, in each order
PROBABLE = 90
# Names less alike are not looked at further: what else is known could not make up for it.
ALIKE = 84
ALIKE_AND_SAME_CONTACT = 70
MOST = 5000  # pairs of a kind: beyond, the best
CROWD = 20  # a contact that more entries share says nothing of two of them
BATCH = 500
CONTACTS = ("website", "url", "phone", "email")
EMPTY_WORDS = {"l", "la", "le", "les", "d", "de", "des", "du", "et", "en", "a", "au", "aux", "pour"}
SHARED_MAIL = {
    "gmail.com", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "hotmail.fr", "outlook.fr",
    "hotmail.com", "outlook.com", "yahoo.fr", "sfr.fr", "live.fr", "icloud.com", "protonmail.com",
}  # fmt: skip


def kinds():
    """Kinds searched. Key figures say the same thing at several dates: it is meant."""
    return [model for model in entry_models() if model.can_be_merged and model is not KeyFigure]


@dataclass(frozen=True)
class Pair:
    """Two entries by their keys, how alike they are and why, and what they are called."""

    first: int
    second: int
    score: int
    why: str
    title: str
    names: str


def find(model, tell=lambda text: None):
    """Look for duplicates of one kind and keep what is new; returns how many wait."""
    names = names_of(model)
    tell(f"{len(names)} noms")
    candidates = alike(names)
    for field in CONTACTS:
        if any(one.name == field for one in model._meta.concrete_fields):
            candidates |= same_contact(model, field, names)
    tell(f"{len(candidates)} paires comparées")
    kept = []
    for some in batches(sorted(candidates), BATCH):
        for pair in judge(model, some, names):
            rank = (pair.score, -pair.first, -pair.second, pair)
            heappush(kept, rank) if len(kept) < MOST else heappushpop(kept, rank)
    return keep(model, [pair for *_, pair in kept])


def names_of(model):
    """{key: significant words of the title} of what is not archived."""
    rows = model.objects.exclude(status=Entry.Status.ARCHIVED).order_by().values_list("pk", "title")
    return {key: significant(title) for key, title in rows.iterator(chunk_size=5000)}


def significant(title):
    words = [word for word in fold(title).split() if word not in EMPTY_WORDS]
    return " ".join(words) or fold(title)


def alike(names):
    """Keys of neighbours, in each order of names, that look alike."""
    found = set()
    for order in ORDERS:
        ordered = sorted(names, key=lambda key: (order(names[key]), key))
        for place, key in enumerate(ordered):
            for other in ordered[place + 1 : place + 1 + NEIGHBOURS]:
                if may_be_one(names[key], names[other]):
                    found.add((min(key, other), max(key, other)))
    return found


ORDERS = (
    lambda name: name,
    lambda name: name[::-1],
    lambda name: sorted(name.split()),
)


def likeness(name, other):
    """How alike two names are, out of 100, their words in the same order or not."""
    return max(ratio(name, other), token_sort_ratio(name, other))


def may_be_one(name, other, least=ALIKE):
    """Alike, and with the same numbers: « fiche 16 » is not « fiche 17 »."""
    if likeness(name, other) < least:
        return False
    return re.findall(r"\d+", name) == re.findall(r"\d+", other)


def same_contact(model, field, names):
    """Pairs that give the very same contact, when few entries do."""
    groups = defaultdict(list)
    rows = model.objects.exclude(**{field: ""})
    for key, value in rows.order_by().values_list("pk", field).iterator(chunk_size=5000):
        if key in names and (contact := READERS[field](value)):
            groups[contact].append(key)
    return {
        pair
        for keys in groups.values()
        if len(keys) <= CROWD
        for pair in combinations(sorted(keys), 2)
        if may_be_one(names[pair[0]], names[pair[1]], ALIKE_AND_SAME_CONTACT)
    }


def site(url):
    """A site without what changes nothing: protocol, www, final slash."""
    return re.sub(r"^(https?://)?(www\.)?", "", url.strip().lower()).rstrip("/")


def digits(phone):
    """The nine figures of a French number, however it is typed."""
    found = re.sub(r"\D", "", phone)
    return found[-9:] if len(found) >= 9 else ""


def mail(email):
    """The domain of an address, unless everyone has it."""
    domain = email.lower().rpartition("@")[2]
    return "" if domain in SHARED_MAIL else domain


READERS = {"website": site, "url": site, "phone": digits, "email": mail}
EVIDENCE = {
    "website": (8, "même site"),
    "url": (8, "même adresse"),
    "phone": (12, "même téléphone"),
    "email": (8, "même domaine de courriel"),
}


def judge(model, pairs, names):
    """Score pairs by what their entries say besides their names; yields the probable ones."""
    keys = {key for pair in pairs for key in pair}
    fields = [one.name for one in model._meta.concrete_fields if one.name in CONTACTS]
    rows = model.objects.order_by().only("title", *fields).in_bulk(keys)
    places = places_of(model, keys)
    for first, second in pairs:
        score = likeness(names[first], names[second])
        reasons = [f"noms semblables à {round(score)} %"]
        for points, reason in evidence(rows[first], rows[second], fields):
            score += points
            reasons.append(reason)
        points, reason = nearness(places[first], places[second])
        if round(score + points) >= PROBABLE:
            reasons += [reason] if reason else []
            titles = [rows[key].title for key in (first, second)]
            yield Pair(
                first,
                second,
                min(100, round(score + points)),
                ", ".join(reasons),
                " / ".join(titles),
                "\n".join((names[first], names[second])),
            )


def evidence(one, other, fields):
    for field in fields:
        values = [READERS[field](getattr(entry, field)) for entry in (one, other)]
        if values[0] and values[0] == values[1]:
            yield EVIDENCE[field]


def places_of(model, keys):
    """{key: codes of its territories}, none for a kind without places."""
    found = defaultdict(set)
    if hasattr(model, "places_relation"):
        through = model.places_relation().through.objects.order_by()
        own = model._meta.model_name
        rows = through.filter(**{f"{own}__in": keys}).values_list(f"{own}_id", "territory_id")
        for key, code in rows:
            found[key].add(code)
    return found


def nearness(places, others):
    """The same name here and there is common: far apart they are likely two."""
    if not (places and others):
        return 0, ""
    return (6, "même territoire") if places & others else (-15, "")


def batches(items, size):
    for start in range(0, len(items), size):
        yield items[start : start + size]


@transaction.atomic
def keep(model, pairs):
    """Write the pairs found: a decided one stays decided unless a name changed."""
    kind = ContentType.objects.get_for_model(model)
    known = {
        (row.first_id, row.second_id): row for row in Duplicate.objects.filter(content_type=kind)
    }
    found = {(pair.first, pair.second): pair for pair in pairs}
    gone = [row.pk for keys, row in known.items() if row.is_open and keys not in found]
    for some in batches(gone, BATCH):
        Duplicate.objects.filter(pk__in=some).delete()
    new, again = [], []
    for keys, pair in found.items():
        row = known.get(keys)
        if row is None:
            new.append(Duplicate(content_type=kind, first_id=keys[0], second_id=keys[1]))
            write(new[-1], pair)
        elif row.is_open or row.names != pair.names:
            write(row, pair)
            again.append(row)
    Duplicate.objects.bulk_create(new, batch_size=BATCH)
    Duplicate.objects.bulk_update(again, WRITTEN, batch_size=BATCH)
    return Duplicate.objects.filter(content_type=kind).undecided().count()


WRITTEN = (
    "title", "names", "score", "why", "decision", "decided_by", "decided_at", "note",
)  # fmt: skip


def write(row, pair):
    row.title, row.names = pair.title, pair.names
    row.score, row.why = pair.score, pair.why
    row.decision, row.note = Duplicate.Decision.OPEN, ""
    row.decided_by = row.decided_at = None


def decide_distinct(duplicate, user, note):
    """These two are not one: they are not offered again. False when it was decided already."""
    rows = Duplicate.objects.undecided().filter(pk=duplicate.pk)
    return rows.update(
        decision=Duplicate.Decision.DISTINCT,
        decided_by=user,
        decided_at=timezone.now(),
        note=note[:300],
    )


def note_merge(kept, merged, user):
    """Called when two entries are merged: their pair is decided, others of the merged are void."""
    pairs = Duplicate.objects.of(merged)
    pairs.filter(pk__in=Duplicate.objects.of(kept).values("pk")).update(
        decision=Duplicate.Decision.MERGED, decided_by=user, decided_at=timezone.now()
    )
    pairs.undecided().delete()
