"""Directories that hold what a test makes, and nothing else."""

import shutil
import tempfile
from pathlib import Path

import pytest

from search import changes
from search.documents import sources
from tests.search.directories import titles


@pytest.fixture
def only_mine(db):
    """Put the project's own content aside: a list holds what the test makes."""
    for source in sources().values():
        source.model.objects.update(status="archive")
    changes.append_everything()


@pytest.fixture
def listed(get):
    """Titles listed at an address."""
    return lambda address, **parameters: titles(get(address, **parameters).page)


@pytest.fixture(autouse=True)
def in_memory(request, own_index, settings):
    """The index of a test where writing costs nothing, when the system has such a place."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of its own in it)
    used = {"django_db_setup", "site"} & set(request.fixturenames)
    if used != {"django_db_setup"} or not memory.is_dir():
        yield
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        settings.SEARCH_INDEX_DIR = shutil.copytree(settings.SEARCH_INDEX_DIR, Path(folder) / "i")
        yield
