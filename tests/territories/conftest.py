"""Files of official lists as they would be downloaded."""

import pytest

from tests.territories.zonings import DENSITY, PVD, rows, run


@pytest.fixture
def published(tmp_path):
    """Write a list to a file: text in an encoding, or bytes."""

    def write(content, encoding="utf-8", name="liste.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def loaded(db, published):
    """Two lists are loaded; gives what to compare with afterwards."""
    run("pvd", file=published(PVD))
    run("densite", file=published(DENSITY))
    return rows()
