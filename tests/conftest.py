"""One base for all tests: real territories and the project's own content, rolled back each time."""

from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load what `bootstrap` loads, once: territories, content, derived types. No network."""
    with django_db_blocker.unblock():
        call_command("bootstrap", "--offline", verbosity=0, stdout=StringIO())


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
