"""The content of every document, made by several processes when there are many."""

import os
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context

import django

from search.documents import sources
from search.schema import content

MANY = 20_000  # rows of one model, beyond which starting processes is worth it
CHUNK = 2000
_known = {}  # in a process made for it: what its chunks share


def contents():
    """What `schema.content` says of each published row."""
    for name, source in sources().items():
        # By address: names that begin alike, written together, take less room.
        keys = source.model.objects.published().order_by("slug").values_list("pk", flat=True)
        if keys.count() < MANY:
            yield from map(content, source.documents())
        else:
            yield from by_several(name, list(keys))


def by_several(name, keys):
    chunks = [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]
    # Not forked: a database connection, or a thread, cannot be shared so.
    options = {"mp_context": get_context("spawn"), "initializer": django.setup}
    with ProcessPoolExecutor(os.cpu_count(), **options) as pool:
        for found in pool.map(chunk_contents, repeat(name), chunks):
            yield from found


def chunk_contents(name, keys):
    return [content(document) for document in sources()[name].documents(keys, _known)]
