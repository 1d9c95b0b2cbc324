"""Directories that hold what a test makes, and nothing else."""

import pytest

from tests.search.directories import DIRECTORIES


@pytest.fixture(autouse=True)
def only_mine(db):
    """Put the project's own content aside: a list holds what the test makes."""
    for factory_class in DIRECTORIES.values():
        factory_class._meta.model.objects.update(status="archive")
