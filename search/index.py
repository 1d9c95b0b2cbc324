"""The index on disk: opened, checked, and replaced when it is damaged.

It is derived and disposable: whatever is wrong with it, it is made again from the database.
"""

import contextlib
import fcntl
import json
import os
import shutil
import time
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import tantivy
from django.conf import settings

from search.changes import Mark
from search.schema import FORMAT, META, SCHEMA, unpack

LOCK_NAME = "essportal.lock"
STATE = "meta.json"  # Tantivy's: which segments make the index
PARTS = ("fast", "fieldnorm", "idx", "pos", "store", "term")
ATTEMPTS = 3  # to open an index that another process replaces meanwhile
_checked = set()


class Unavailable(Exception):
    """There is no index to answer from, and it cannot be made now."""


class Busy(Unavailable):
    """Another process is writing the index."""


class Unwritable(Unavailable):
    """The system refuses to write the index: no space, no right."""


class Damaged(Exception):
    """What is on disk is no index, or not a whole one."""


@dataclass(frozen=True)
class Reader:
    """One committed state of the index, as this process holds it."""

    searcher: tantivy.Searcher
    mark: Mark
    files: frozenset
    kept: dict = field(default_factory=dict, compare=False)  # answers worth keeping with it

    @property
    def version(self):
        return self.mark.version

    def intact(self):
        """Whether the files are still those that were opened.

        A file cut short under a memory map would kill the process: sizes are looked at first.
        """
        with contextlib.suppress(OSError):
            return self.files == stamps(directory(), [name for name, *_ in self.files])
        return False


def directory():
    """A folder for each format: two versions of the program do not undo each other's index."""
    return Path(settings.SEARCH_INDEX_DIR) / f"format-{FORMAT}"


def term(field, value):
    return tantivy.Query.term_query(SCHEMA, field, value, index_option="basic")


def open_reader():
    """The index as it stands on disk, or None when there is none that can be read."""
    for _ in range(ATTEMPTS):
        state = state_stamp()
        with contextlib.suppress(ValueError, OSError, KeyError, TypeError, Damaged):
            return read_index(directory())
        if state == state_stamp():
            break
    return None


def state_stamp():
    with contextlib.suppress(OSError):
        return stamps(directory(), [STATE])
    return None


def read_index(folder):
    files = stamps(folder, file_names(folder))
    for stamp in files - _checked:
        check(folder / stamp[0])
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")  # else a thread reads again whatever is found there
    if index.schema != SCHEMA:
        raise Damaged("of another version")
    _checked.clear()
    _checked.update(files)
    searcher = index.searcher()
    return Reader(searcher, read_mark(searcher), files)


def file_names(folder):
    """Files the index is made of."""
    names = [STATE]
    for segment in json.loads((folder / STATE).read_bytes())["segments"]:
        name = segment["segment_id"].replace("-", "")
        names += [f"{name}.{part}" for part in PARTS]
        if segment["deletes"]:
            names.append(f"{name}.{segment['deletes']['opstamp']}.del")
    return names


def stamps(folder, names):
    """{(name, size, time)} of files; OSError when one is not there."""
    found = [(name, (folder / name).stat()) for name in names]
    return frozenset((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)


def check(path):
    """Tantivy ends each file with its checksum and that checksum's length, but does not read it."""
    if path.name == STATE:
        return
    data = path.read_bytes()
    length = int.from_bytes(data[-8:-4], "little")
    footer = json.loads(data[-8 - length : -8])
    if zlib.crc32(data[: -8 - length]) != footer["crc"]:
        raise Damaged(path.name)


def read_mark(searcher):
    hits = searcher.search(term("key", META), limit=1).hits
    state = unpack(searcher.doc(hits[0][1])) if hits else {}
    if state.pop("format", None) != FORMAT:
        raise Damaged("of another version")
    gaps = tuple((first, last, noticed) for first, last, noticed in state.pop("gaps"))
    return Mark(**state, gaps=gaps)


def clear():
    """Remove what an index that cannot be read left, the lock excepted."""
    for path in directory().iterdir():
        if path.name == LOCK_NAME:
            continue
        is_folder = path.is_dir() and not path.is_symlink()
        shutil.rmtree(path) if is_folder else path.unlink(missing_ok=True)


@contextlib.contextmanager
def writing(wait):
    """Hold the index's one lock; `Busy` after `wait` seconds. The system frees it at our death."""
    deadline = time.monotonic() + wait
    while (file := locked()) is None:
        if time.monotonic() >= deadline:
            raise Busy
        time.sleep(0.02)
    with file:
        yield


def locked():
    """The lock's file once it is ours; None while another has it, or has just replaced it."""
    folder = directory()
    path = folder / LOCK_NAME
    try:
        if folder.is_file():
            folder.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("w")
    except OSError as error:
        raise Unwritable(str(error)) from error
    with contextlib.suppress(BlockingIOError, FileNotFoundError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return file
    file.close()
    return None
