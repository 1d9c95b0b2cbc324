"""An index that says what the database says: before answering, a process catches up.

One statement a request, and nothing more while nothing changed.
"""

import logging
import threading
import time
from functools import wraps

from search import changes, index, writing

logger = logging.getLogger(__name__)

# How long a request waits for another that writes: with an index at hand, then without.
PATIENCE = 1.5
LONG_PATIENCE = 20
RETRY = 5  # seconds without another attempt, once the disk has refused
_held = {"reader": None, "retry_at": 0.0}
_one_at_a_time = threading.Lock()


def current():
    """An up-to-date Reader; the former one while another process takes long to write the next.

    Raises `index.Unavailable` when there is none and it cannot be made now.
    """
    reader = _held["reader"]
    if reader is None or not reader.intact():
        reader = index.open_reader()
    news = reader and changes.news(reader.mark)
    if news is None or news.behind:
        reader = catch_up(None if news is None or news.foreign else reader)
    _held["reader"] = reader
    return reader


def catch_up(former):
    """A Reader brought up to date, else the former one, when it is of this base."""
    wait = PATIENCE if former else LONG_PATIENCE
    try:
        if time.monotonic() < _held["retry_at"]:
            raise index.Unwritable
        if not _one_at_a_time.acquire(timeout=wait):
            raise index.Busy
        try:
            return up_to_date(wait)
        except index.Unwritable:
            _held["retry_at"] = time.monotonic() + RETRY
            logger.exception("The search index cannot be written: %s", index.directory())
            raise
        finally:
            _one_at_a_time.release()
    except index.Unavailable:
        if former is None:
            raise
        return former


def up_to_date(wait):
    """Read what another process has written meanwhile, else write it."""
    reader = index.open_reader()
    if reader and not changes.news(reader.mark).behind:
        return reader
    with index.writing(wait):
        reader = index.open_reader()
        news = reader and changes.news(reader.mark)
        if news is None or news.foreign:
            writing.rebuild()
        elif news.behind:
            writing.apply(reader.mark)
        reader = index.open_reader()
    if reader is None:
        raise index.Unwritable("what was written cannot be read")
    return reader


def per_version(function):
    """Keep what a function without arguments returned, for as long as the content is the same.

    Outside a request that asked for `current`, the content's version is that last seen.
    """
    kept = {}

    @wraps(function)
    def cached():
        reader = _held["reader"]
        version = reader and reader.version
        if version is None:
            return function()
        if kept.get("version") != version:
            kept.update(version=version, value=function())
        return kept["value"]

    return cached
