"""`search rebuild` and `search check`."""

from io import StringIO

import pytest
import tantivy
from django.core.management import CommandError, call_command

from actors.models import Actor
from search import changes, freshness, gathering, index, schema, writing
from search.checking import differences
from search.documents import sources
from search.schema import content, to_tantivy
from tests.beside import database_url
from tests.factories import ActorFactory


class Terminal(StringIO):
    def isatty(self):
        return True


def command(action, out=None):
    out = out or StringIO()
    call_command("search", action, stdout=out)
    return out.getvalue()


def some_document():
    """The document of an actor no other document speaks of."""
    alone = Actor.objects.published().filter(participations=None, roles=None).first()
    return next(sources()["actors.actor"].documents([alone.pk]))


def test_many_rows_are_gathered_by_several_processes(db, monkeypatch):
    monkeypatch.setattr(gathering, "MANY", 50)
    monkeypatch.setattr(gathering, "CHUNK", 40)
    monkeypatch.setenv("DATABASE_URL", database_url())
    assert "fiches dans l’index" in command("rebuild")
    assert differences() == []


def tamper(write):
    """Change the index behind the log's back."""
    writer = tantivy.Index(schema.SCHEMA, path=str(index.directory())).writer(num_threads=1)
    write(writer)
    writer.commit()
    writer.wait_merging_threads()


def refused():
    with pytest.raises(CommandError) as error:
        call_command("search", "check", stdout=(out := StringIO()))
    return out.getvalue(), str(error.value)


def test_the_index_of_the_whole_content_is_right(db):
    freshness.current()
    assert command("check") == "L’index dit ce que dit la base.\n"


def test_rebuild_counts_what_it_wrote_and_shows_progress_on_a_terminal_only(db, monkeypatch):
    count = freshness.current().searcher.num_docs - 1
    monkeypatch.setattr(writing, "rebuild", lambda say: say(1000) or count)
    assert command("rebuild").startswith(f"{count} fiches dans l’index en ")
    assert "\r" not in command("rebuild")
    assert "\r1000 fiches…" in command("rebuild", Terminal())


def test_rebuild_mends_what_check_finds(db):
    freshness.current()
    tamper(lambda writer: writer.delete_documents_by_term("key", some_document().key))
    assert "0 fois" in refused()[0]
    command("rebuild")
    assert "L’index dit" in command("check")


def test_check_says_which_document_is_missing(db):
    freshness.current()
    document = some_document()
    tamper(lambda writer: writer.delete_documents_by_term("key", document.key))
    said, error = refused()
    assert said == f"« {document.title} » ({document.key}) est 0 fois dans l’index.\n"
    assert error == "1 écarts entre l’index et la base."


def test_check_says_which_document_is_twice(db):
    freshness.current()
    document = some_document()
    tamper(lambda writer: writer.add_document(to_tantivy(content(document), 1)))
    assert refused()[0] == f"« {document.title} » ({document.key}) est 2 fois dans l’index.\n"


def test_check_says_which_document_is_out_of_date(db):
    freshness.current()
    document = some_document()
    Actor.objects.filter(pk=document.pk).update(summary="Écrit sans rien dire au journal.")
    said = refused()[0]
    assert said == f"« {document.title} » ({document.key}) n’est pas à jour dans l’index.\n"


@pytest.mark.parametrize("status", ["brouillon", "relecture", "archive"])
def test_check_says_which_document_should_not_be_there(db, status):
    freshness.current()
    document = some_document()
    Actor.objects.filter(pk=document.pk).update(status=status)
    said = refused()[0]
    assert said == f"La fiche {document.key} est dans l’index, et n’est pas publiée.\n"


def test_check_finds_one_missing_and_one_too_many(db):
    freshness.current()
    one, other, *_ = sources()["actors.actor"].documents()
    Actor.objects.filter(pk=one.pk).update(status="archive")
    tamper(lambda writer: writer.delete_documents_by_term("key", other.key))
    said = refused()[0]
    assert f"{one.key} est dans l’index" in said
    assert f"({other.key}) est 0 fois" in said


def test_check_says_that_the_index_is_behind_or_is_not_there(db, settings, tmp_path):
    freshness.current()
    ActorFactory()
    assert "en retard" in refused()[0]
    freshness.current()
    assert "L’index dit" in command("check")
    settings.SEARCH_INDEX_DIR = tmp_path / "nowhere"
    assert "Il n’y a pas d’index lisible" in refused()[0]


def test_rebuild_says_that_another_writes_or_that_the_disk_refuses(db, settings, monkeypatch):
    monkeypatch.setattr("search.management.commands.search.WAIT", 0.01)
    with index.writing(1), pytest.raises(CommandError, match="Un autre processus"):
        command("rebuild")
    settings.SEARCH_INDEX_DIR = "/proc/essportal/index"
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        command("rebuild")


def test_everything_logged_leaves_the_index_right(db):
    changes.append_everything()
    freshness.current()
    assert "L’index dit" in command("check")
