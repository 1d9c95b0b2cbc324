"""The same questions get the same answers on SQLite and PostgreSQL, whatever keys rows have there.

Each run leaves its answers in `var/`, and compares them with those the other engine left there for
the same content and the same code: `make test` runs one engine, then the other.
"""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import connection
from django.http import QueryDict

from actors.models import Actor
from editorial.content import content_files
from portal.filters import SearchFilter
from search import freshness, index, writing
from search.documents import sources
from search.schema import content

TEXTS = (
    "cress",
    "tiers-lieu",
    "tiers lieux",
    "épicerie",
    "monnaie locale",
    "commande publique",
    "insertion emploi",
    "financer une association",
    "aide aux communes rurales",
    "logement",
    "energie citoyenne",
    "alimentaton",
    "scic",
    "DLA",
    '"économie sociale"',
    "mobilité solidaire santé",
)
OTHERS = (
    "",
    "theme=sante",
    "theme=alimentation&theme=mobilite",
    "type=acteur",
    "type=appui&type=initiative",
    "type_territoire=pvd",
    "territoire=departement-29",
    "territoire=commune-29197",
    "territoire=region-53&tri=nom",
    "territoire=commune-29197&tri=proximite",
    "q=emploi&territoire=departement-29",
    "q=cress&theme=sante",
)
SORTS = ("", "nom", "recent")
QUESTIONS = [
    *(f"q={text}&tri={sort}" for text in TEXTS for sort in ("", "recent")),
    *(f"{other}&tri={sort}" if sort else other for other in OTHERS for sort in SORTS),
]


def answers(reader):
    """{question: (count, titles of the first forty)} by one index."""
    found = {}
    for question in QUESTIONS:
        chosen = SearchFilter(QueryDict(question), reader=reader)
        results = chosen.qs
        found[question] = [results.count(), [f"{hit.kind} {hit.url}" for hit in results[0:40]]]
    return found


def documents_digest():
    """Of all that the index would hold, keys of rows aside."""
    lines = []
    for source in sources().values():
        for document in source.documents():
            key = document.key
            lines.append(repr(content(replace(document, pk=0))).replace(key, ""))
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def what_they_depend_on():
    """Of the content and of the code."""
    base = Path(project.BASE_DIR)
    files = [
        *content_files(),
        *base.glob("search/*.py"),
        *base.glob("*/documents.py"),
        Path(__file__),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()


def test_both_engines_give_the_same_documents_and_lists(db):
    said = {"documents": documents_digest(), "lists": answers(freshness.current())}
    version = what_they_depend_on()
    for engine in {"sqlite", "postgresql"} - {connection.vendor}:
        path = project.VAR_DIR / f"answers-{engine}.json"
        kept = json.loads(path.read_text()) if path.exists() else {}
        if kept.get("version") == version:
            assert kept["said"]["lists"] == said["lists"]
            assert kept["said"]["documents"] == said["documents"]
    own = project.VAR_DIR / f"answers-{connection.vendor}.json"
    own.write_text(json.dumps({"version": version, "said": said}, ensure_ascii=False))


def test_lists_do_not_depend_on_the_order_in_which_documents_were_written(
    db, settings, tmp_path, monkeypatch
):
    expected = answers(freshness.current())
    shutil.rmtree(settings.SEARCH_INDEX_DIR)
    for name, source in sources().items():
        backwards = list(source.documents())[::-1]
        monkeypatch.setattr(sources()[name], "documents", lambda pks=None, rows=backwards: rows)
    with index.writing(5):
        writing.rebuild()
    assert answers(index.open_reader()) == expected


@pytest.mark.parametrize("sort", ["nom", "recent"])
def test_lists_without_words_do_not_depend_on_what_was_edited_last(db, sort):
    expected = answers(freshness.current())
    for actor in Actor.objects.published()[:40]:
        actor.save()
    found = answers(freshness.current())
    asked = [one for one in QUESTIONS if "q=" not in one and one.endswith(f"tri={sort}")]
    assert [one for one in asked if found[one] != expected[one]] == []
