"""Append to the change log, and say where it stands: one statement each."""

import contextlib
import datetime
import threading
import time
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from editorial.rehearsing import is_rehearsing
from search.models import Change

KEPT = datetime.timedelta(days=30)
# A number that is missing is a change not committed yet, or one undone: looked for that long.
WATCHED = datetime.timedelta(hours=1)
MOST_GAPS = 100
# A replica may not show yet what another showed; beyond, a base without it is another base.
LAG = datetime.timedelta(minutes=1)
FEW = 2000  # beyond that many changed rows, all is made again
_local = threading.local()


def append(source, pks):
    """Say that these rows of a model (its label) changed."""
    if is_silent():
        return
    pks = list(pks)
    if len(pks) > FEW:
        append_everything()
    else:
        Change.objects.bulk_create([Change(source=source, pk_changed=str(pk)) for pk in pks])


def append_everything():
    """Say that any entry may have changed: the index is remade whole."""
    Change.objects.create(source=Change.EVERYTHING)


def is_silent():
    """Whether this thread writes its changes `as_one`, or only rehearses them."""
    return getattr(_local, "silent", 0) > 0 or is_rehearsing()


@contextlib.contextmanager
def as_one():
    """Many changes in this thread, one transaction: « everything » is written at its end."""
    with transaction.atomic():
        _local.silent = getattr(_local, "silent", 0) + 1
        try:
            yield
        finally:
            _local.silent -= 1
        if not is_silent():
            append_everything()


def prune():
    """Forget old changes, never the last: an index that knows none of those left is remade."""
    last = Change.objects.aggregate(last=Max("id"))["last"]
    Change.objects.filter(at__lt=timezone.now() - KEPT).exclude(id=last).delete()


@dataclass(frozen=True)
class Mark:
    """How far an index has read the log.

    `last` is the greatest number read and `stamp` when that row was written: another base, or one
    restored from a copy, does not have both. `gaps` are (first, last, noticed) spans of lower
    numbers not seen yet: PostgreSQL gives numbers before it commits, so 12 may be there before 11
    is. `settled` is false when it was read inside a transaction, whose own changes may be undone.
    """

    last: int = 0
    stamp: str = ""
    gaps: tuple[tuple[int, int, float], ...] = ()
    settled: bool = True

    @property
    def missing(self):
        """Condition on the numbers in gaps."""
        spans = Q(id__lt=0)
        for first, last, _ in self.gaps:
            spans |= Q(id__range=(first, last))
        return spans

    @property
    def version(self):
        """Differs whenever what was read differs."""
        waited = sum(last - first + 1 for first, last, _ in self.gaps)
        return f"{self.last}-{waited}-{self.stamp}"

    @property
    def is_recent(self):
        return (
            self.stamp and abs(timezone.now() - datetime.datetime.fromisoformat(self.stamp)) < LAG
        )


@dataclass(frozen=True)
class News:
    """What the log says of a mark: that it is behind, or that it is of another base."""

    behind: bool
    foreign: bool


def news(mark):
    """Compare the log with a mark, in one statement."""
    found = Change.objects.filter(Q(id__gte=mark.last) | mark.missing).aggregate(
        last=Max("id"),
        stamp=Min("at", filter=Q(id=mark.last)),
        late=Count("id", filter=mark.missing),
    )
    last = found["last"] or 0
    known = iso(found["stamp"]) == mark.stamp and (mark.last > 0 or last == 0)
    foreign = not known and not (last < mark.last and lags(mark))
    return News(behind=foreign or found["late"] > 0 or last > mark.last, foreign=foreign)


def lags(mark):
    """Whether the log ends before a mark just made: a replica is late, the index ahead and right.

    What is in the log of another base, or of one restored and worked on since, is newer.
    """
    newest = Change.objects.order_by("-id").first()
    if newest is None or not mark.settled:
        return False
    made = datetime.datetime.fromisoformat(mark.stamp)
    return newest.at <= made and abs(timezone.now() - made) < LAG


def read(mark):
    """([(source, pk)] written after the mark, the mark they lead to)."""
    rows = list(Change.objects.filter(Q(id__gt=mark.last) | mark.missing).order_by("id"))
    return [(row.source, row.pk_changed) for row in rows], advance(mark, rows)


def end():
    """The mark of the whole log as it stands; gaps of the last hour are in it."""
    old = Change.objects.filter(at__lte=timezone.now() - WATCHED).order_by("-id").first()
    start = Mark(old.id, iso(old.at)) if old else Mark()
    return advance(start, list(Change.objects.filter(id__gt=start.last).order_by("id")))


def advance(mark, rows):
    """The mark once these rows, in order, are read."""
    settled = not transaction.get_connection().in_atomic_block
    if not rows:
        return replace(mark, settled=settled)
    now, seen, newest = time.time(), [row.id for row in rows], rows[-1]
    spans = [span for span in mark.gaps if now - span[2] < WATCHED.total_seconds()]
    spans.append((mark.last + 1, newest.id, now))  # empty when only a gap was filled
    left = tuple(part for span in spans for part in without(span, seen))[-MOST_GAPS:]
    if newest.id < mark.last:
        return replace(mark, gaps=left, settled=settled)
    return Mark(newest.id, iso(newest.at), left, settled)


def without(span, seen):
    """The parts of a span of numbers that are not among those `seen`, in order."""
    first, last, noticed = span
    for number in [*seen[bisect_left(seen, first) : bisect_right(seen, last)], last + 1]:
        if first < number:
            yield first, number - 1, noticed
        first = number + 1


def iso(moment):
    return moment.isoformat() if moment else ""
