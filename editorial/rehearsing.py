"""Whether this thread writes what will be undone: nobody needs to hear of it."""

import contextlib
import threading

_local = threading.local()


def is_rehearsing():
    return getattr(_local, "depth", 0) > 0


@contextlib.contextmanager
def quietly():
    _local.depth = getattr(_local, "depth", 0) + 1
    try:
        yield
    finally:
        _local.depth -= 1
