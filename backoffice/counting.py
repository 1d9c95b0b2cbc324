"""Counting many lists in one statement, none of them whole."""

import contextlib

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import IntegerField, Subquery

MOST = 10_000


class CappedCount(Subquery):
    """How many rows a query has, as a scalar: reading stops one past `MOST`."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows):
        super().__init__(rows.order_by().values("pk")[: MOST + 1])


def counts(lists):
    """How many rows each of these querysets has, in one statement whatever their number."""
    if not lists:
        return []
    names = {f"count_{place}": CappedCount(rows) for place, rows in enumerate(lists)}
    one_row = ContentType.objects.order_by().annotate(**names).values_list(*names)
    return [count or 0 for count in one_row[0]]


@contextlib.contextmanager
def uncompiled():
    """PostgreSQL compiles statements of this size, which takes it longer than running them."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
        try:
            yield
        finally:
            cursor.execute("RESET jit")


def in_words(count):
    """« 10 000+ » where counting stopped."""
    return "10 000+" if count > MOST else f"{count:,}".replace(",", " ")
