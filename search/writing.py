"""Write the index: all of it, or what the log says changed. Callers hold `index.writing`."""

import contextlib
import gc
from dataclasses import asdict

import tantivy

from search import changes
from search.documents import key, sources
from search.gathering import contents
from search.index import Unwritable, clear, directory, open_reader
from search.models import Change
from search.ranks import AllRanks, Crowded, RanksBetween
from search.schema import META, SCHEMA, content, meta_document, to_tantivy
from territories.naming import fold

HEAP = 64_000_000  # bytes the writer may take


def rebuild(say=lambda count: None):
    """Make the index again from the database; `say` is told the count as it grows.

    Readers keep the former one until the end, when all of the new one appears at once.
    """
    mark, count = changes.end(), 0
    ranks = AllRanks(fold(title) for source in sources().values() for title in source.titles())
    with collector_at_rest(), new_writer(afresh=open_reader() is None) as writer:
        with refusals():
            writer.delete_all_documents()
        for pairs in contents():
            add(writer, pairs, ranks)
            count += 1
            if count % 1000 == 0:
                say(count)
        finish(writer, mark)
    return count


@contextlib.contextmanager
def collector_at_rest():
    """Python's collector of cycles looks again and again at the same rows: a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def apply(mark):
    """Bring the index from a mark of the log to its end."""
    rows, reached = changes.read(mark)
    changed = {}
    for source, pk in rows:
        changed.setdefault(source, set()).add(pk)
    if Change.EVERYTHING in changed or sum(map(len, changed.values())) > changes.FEW:
        rebuild()
        return
    try:
        update(changed, reached)
    except Crowded:
        rebuild()


def update(changed, reached):
    """Write again the rows of `changed`, {source: keys}."""
    ranks = RanksBetween(open_reader().searcher)
    with new_writer() as writer:
        for name, source in sources().items():
            pks = changed.get(name, ())
            with refusals():
                for pk in pks:
                    writer.delete_documents_by_term("key", key(name, pk))
            for document in source.documents(pks) if pks else ():
                add(writer, content(document), ranks)
        finish(writer, reached)


@contextlib.contextmanager
def refusals():
    """Tantivy says with a ValueError that the system does not let it write."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise Unwritable(str(error)) from error


@contextlib.contextmanager
def new_writer(*, afresh=False):
    """A writer that gives its lock back whatever happens: one index is written by one at a time."""
    options = {"sort_by_field": "rank"} if afresh else {}
    with refusals():
        if afresh:
            clear()
        index = tantivy.Index(SCHEMA, path=str(directory()), **options)
        index.config_reader("manual")
        writer = index.writer(heap_size=HEAP, num_threads=1)
    try:
        yield writer
    except BaseException:
        with contextlib.suppress(ValueError):
            writer.rollback()
        raise
    finally:
        with contextlib.suppress(ValueError):  # segments merge; those that could not stay as is
            writer.wait_merging_threads()


def add(writer, pairs, ranks):
    row = to_tantivy(pairs, ranks.rank(dict(pairs)["name"]))
    with refusals():
        writer.add_document(row)


def finish(writer, mark):
    """Commit with the mark: both are there, or neither is."""
    with refusals():
        writer.delete_documents_by_term("key", META)
        writer.add_document(meta_document(asdict(mark)))
        writer.commit()
