"""One base for all tests: real territories and the project's own content, rolled back each time."""

import os
import shutil
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import override_settings

pytest_plugins = ["tests.browser"]


@pytest.fixture(scope="session")
def whole_index(tmp_path_factory):
    """The index of the base as tests find it."""
    return tmp_path_factory.mktemp("index")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, whole_index):
    """Load what `bootstrap` loads, once: territories, content, types, index. No network."""
    with override_settings(SEARCH_INDEX_DIR=whole_index), django_db_blocker.unblock():
        call_command("bootstrap", "--offline", verbosity=0, stdout=StringIO())


@pytest.fixture(autouse=True)
def own_index(request, settings, tmp_path, whole_index):
    """A copy of the index for each test that reads the base: what it changes is its own.

    Files of an index are never written twice: links to them are a copy. The site of browser tests
    has its own, made by its own process.
    """
    if {"django_db_setup", "site"} & set(request.fixturenames) == {"django_db_setup"}:
        settings.SEARCH_INDEX_DIR = tmp_path / "index"
        shutil.copytree(whole_index, settings.SEARCH_INDEX_DIR, copy_function=os.link)


@pytest.fixture
def get(client, db):
    """GET an address and read the page: `get("/appuis/", theme="sante").text`."""

    def read(address, status=200, **parameters):
        response = client.get(address, parameters)
        assert response.status_code == status, f"{address} {parameters}: {response.status_code}"
        response.page = BeautifulSoup(response.content, "html.parser")
        response.text = " ".join(response.page.get_text(" ").split())
        return response

    return read
