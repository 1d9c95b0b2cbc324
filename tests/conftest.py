"""One base for all tests: real territories and the project's own content, rolled back each time."""

import os
import shutil
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases

from tests.signing_in import sign_in

pytest_plugins = ["tests.browser", "tests.quickness"]


@pytest.fixture(scope="session")
def whole_index(tmp_path_factory):
    """The index of the base as tests find it."""
    return tmp_path_factory.mktemp("index")


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_db_modify_db_settings, django_db_blocker, whole_index, leave_what_is_loaded
):
    """Load what `bootstrap` loads, once: territories, content, types, index. No network.

    pytest-django's own would make no base for tests that have one by `site` only, or by this
    fixture's name: run alone, they would work on the base of the project.
    """
    with override_settings(SEARCH_INDEX_DIR=whole_index), django_db_blocker.unblock():
        asked = request.config.option
        keep = asked.reuse_db and not asked.create_db
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, keepdb=keep)
        call_command("bootstrap", "--offline", verbosity=0, stdout=StringIO())
    leave_what_is_loaded()
    yield
    if not asked.reuse_db:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


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


@pytest.fixture
def admin_client(admin_user):
    """A superuser, verified by a second factor."""
    return sign_in(Client(), admin_user)


@pytest.fixture
def signed_in(db):
    """A client of its own for a user: `signed_in(user).get("/admin/")`."""
    return lambda user, **options: sign_in(Client(), user, **options)
