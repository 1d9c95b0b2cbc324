"""Whatever befalls the index on disk, the site answers and makes it again."""

import json
import os
import resource
import shutil
import threading
import time

import pytest
import tantivy
from django.db import connection
from django.test import Client

from actors.models import Actor
from search import changes, freshness, index, schema, writing
from search.checking import differences
from search.index import STATE
from tests.factories import ActorFactory
from tests.search.processes import committed

ADDRESS = "/acteurs/?q=cress"
SUFFIXES = (*index.PARTS, "del", STATE, ".managed.json", ".tantivy-meta.lock")


@pytest.fixture
def folder(only_mine, settings):
    """The folder of a small index made of two segments, one of them with a deletion."""
    Actor.objects.filter(slug="cress-bretagne").update(status="publie")
    changes.append_everything()
    freshness.current()
    leave_a_deletion(index.directory())
    return index.directory()


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    """Each test begins without an index in memory, and does not wait for a disk to be mended."""
    monkeypatch.setattr(freshness, "_held", {"reader": None, "retry_at": 0.0})


def file_of(folder, suffix):
    return max(folder.glob(f"*{suffix}"), key=lambda path: path.stat().st_size)


def cut(path):
    wait_for_tantivy()
    os.truncate(path, path.stat().st_size // 2)


def empty(path):
    wait_for_tantivy()
    os.truncate(path, 0)


def fill(path):
    overwrite(path, bytes(255 - byte for byte in path.read_bytes()))


def touch_one_byte(path):
    """In the middle, the end left as it was: Tantivy itself sees nothing."""
    data = bytearray(path.read_bytes())
    if data:
        data[len(data) // 3] ^= 0xFF
    overwrite(path, data)


def overwrite(path, data):
    with path.open("r+b") as file:
        file.write(data)


def wait_for_tantivy():
    """A thread of its own reads an index again just after it is opened: a file that is cut then
    kills the process, and nothing in Python can help it."""
    time.sleep(0.08)


def delete(path):
    path.unlink()


def make_folder(path):
    path.unlink()
    path.mkdir()


def answers(client):
    response = client.get(ADDRESS)
    return response.status_code == 200 and "cress-bretagne" in response.content.decode()


@pytest.mark.parametrize("held", [False, True], ids=["at rest", "held open"])
@pytest.mark.parametrize("damage", [cut, empty, fill, touch_one_byte, delete, make_folder])
def test_a_damaged_file_is_mended_at_the_next_visit(client, folder, damage, held):
    for suffix in SUFFIXES:
        path = file_of(folder, suffix)
        freshness._held["reader"] = index.open_reader() if held else None
        damage(path)
        freshness.current()  # as a visit does
        ActorFactory()
        freshness.current()
        leave_a_deletion(folder)
    assert answers(client)
    if damage is not touch_one_byte:  # one of those is Tantivy's own list, not the index
        assert differences() == []


def leave_a_deletion(folder):
    """An index made again has none: so that each kind of file is there to be damaged."""
    if not list(folder.glob("*.del")):
        ActorFactory()
        freshness.current()


def lose(folder):
    shutil.rmtree(folder)


def replace_by_file(folder):
    shutil.rmtree(folder)
    folder.write_text("ceci n’est pas un index")


def replace_by_nothing(folder):
    shutil.rmtree(folder)
    folder.mkdir()


def leave_the_lock_only(folder):
    for path in folder.iterdir():
        if path.name != index.LOCK_NAME:
            path.unlink()


def add_rubbish(folder):
    (folder / "photos").mkdir()
    (folder / STATE).write_text(json.dumps({"segments": "aucun"}))


@pytest.mark.parametrize("held", [False, True], ids=["at rest", "held open"])
@pytest.mark.parametrize(
    "harm", [lose, replace_by_file, replace_by_nothing, leave_the_lock_only, add_rubbish]
)
def test_a_lost_folder_is_made_again_at_the_next_visit(client, folder, harm, held):
    if held:
        freshness._held["reader"] = index.open_reader()
    harm(folder)
    assert answers(client)
    assert differences() == []


def test_an_index_of_an_earlier_format_is_made_again(client, folder, monkeypatch):
    now = index.directory()
    for module in (schema, index):
        monkeypatch.setattr(module, "FORMAT", -1)
    assert answers(client)
    earlier = index.directory()
    assert earlier != now
    monkeypatch.undo()
    shutil.rmtree(now)
    earlier.rename(now)
    assert index.open_reader() is None
    assert answers(client)
    assert index.open_reader() is not None


def test_an_index_of_other_fields_is_made_again(client, folder):
    shutil.rmtree(folder)
    folder.mkdir()
    other = tantivy.SchemaBuilder()
    other.add_text_field("key")
    tantivy.Index(other.build(), path=str(folder))
    assert index.open_reader() is None
    assert answers(client)


def test_without_index_nor_right_to_write_one_a_sentence_says_so(client, db, settings, caplog):
    settings.SEARCH_INDEX_DIR = "/proc/essportal/index"  # nobody can make it, root included
    for _ in range(3):
        response = client.get(ADDRESS)
        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
        assert "Réessayez dans quelques secondes" in response.content.decode()
    assert len([one for one in caplog.records if one.name == "search.freshness"]) == 1
    assert client.get("/").status_code == 200


def test_a_full_disk_leaves_the_former_index_to_answer_from(client, folder, caplog):
    assert answers(client)
    actor = ActorFactory(title="Tartinouille", summary=" ".join(map(str, range(3000))))
    with full_disk():
        assert answers(client)
        assert "Tartinouille" not in client.get("/acteurs/?q=tartinouille").content.decode()
    assert len([one for one in caplog.records if one.name == "search.freshness"]) == 1
    freshness._held["retry_at"] = 0.0
    assert actor.get_absolute_url() in client.get("/acteurs/?q=tartinouille").content.decode()
    assert differences() == []


def test_a_full_disk_without_index_says_so_then_is_mended(client, folder, caplog):
    shutil.rmtree(folder)
    with full_disk():
        assert client.get(ADDRESS).status_code == 503
    assert caplog.records
    freshness._held["retry_at"] = 0.0
    assert answers(client)
    assert differences() == []


class full_disk:
    """No file may grow beyond a few bytes: what Tantivy writes is refused as by a full disk."""

    def __enter__(self):
        self.kept = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, self.kept[1]))

    def __exit__(self, *error):
        resource.setrlimit(resource.RLIMIT_FSIZE, self.kept)


def test_a_failure_of_the_base_while_writing_frees_the_index(client, folder, monkeypatch):
    shutil.rmtree(folder)

    def fail(*_):
        raise RuntimeError("the base went away")

    with monkeypatch.context() as patch:
        patch.setattr(writing, "to_tantivy", fail)
        with pytest.raises(RuntimeError):
            client.get(ADDRESS)
    assert answers(client)


def test_while_another_writes_for_long_the_former_index_answers(client, folder, monkeypatch):
    monkeypatch.setattr(freshness, "PATIENCE", 0.05)
    assert answers(client)
    ActorFactory(title="Tartinouille")
    with index.writing(1):
        assert answers(client)
    shutil.rmtree(folder)
    monkeypatch.setattr(freshness, "LONG_PATIENCE", 0.05)
    with index.writing(1):
        response = client.get(ADDRESS)
        assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert answers(client)


def test_a_thread_does_not_wait_for_another_that_makes_all_again(client, folder, monkeypatch):
    monkeypatch.setattr(freshness, "PATIENCE", 0.05)
    assert answers(client)
    ActorFactory()
    with freshness._one_at_a_time:
        started = time.monotonic()
        assert answers(client)
    assert time.monotonic() - started < 5


def test_killed_while_writing_the_index_before_stays_readable(
    django_db_setup, django_db_blocker, settings
):
    with committed(django_db_blocker, settings.SEARCH_INDEX_DIR) as base:
        worker = base.worker()
        worker.ask(rebuild=True)
        assert worker.ask(kill="rebuild", times=8, longest=1.2, seed=7) == 0
        assert worker.ask(kill="small_writes", times=12, longest=0.4, seed=7) == 0
        answer = worker.ask(visit=ADDRESS)
        assert answer["status"] == 200
        assert "cress-bretagne" in answer["text"]
        assert worker.ask(check=True) == []


def test_killed_while_making_the_first_index_the_next_visit_makes_it(
    django_db_setup, django_db_blocker, tmp_path
):
    with committed(django_db_blocker, tmp_path / "none") as base:
        worker = base.worker()
        worker.ask(kill="rebuild", times=3, longest=0.6, seed=3)
        assert worker.ask(visit=ADDRESS)["status"] == 200
        assert worker.ask(check=True) == []


def test_threads_that_find_no_index_make_it_once(django_db_setup, django_db_blocker, settings):
    with committed(django_db_blocker, settings.SEARCH_INDEX_DIR):
        shutil.rmtree(settings.SEARCH_INDEX_DIR)
        statuses = []

        def visit():
            statuses.append(Client().get(ADDRESS).status_code)
            connection.close()

        threads = [threading.Thread(target=visit) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses == [200] * 4
        assert differences() == []
