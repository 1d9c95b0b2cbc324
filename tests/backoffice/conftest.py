"""The local web site of tests of links."""

import threading

import pytest

from backoffice import checking
from backoffice.holders import holders, text_fields, url_fields
from tests.backoffice.partners import World
from tests.backoffice.sites import QUICK, Site, open_gate


@pytest.fixture(scope="session")
def one_site():
    site = Site()
    threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield site
    site.shutdown()
    site.server_close()


@pytest.fixture
def site(one_site):
    """The site, having forgotten what other tests asked."""
    for memory in (one_site.asked, one_site.codes, one_site.most_at_once):
        memory.clear()
    return one_site


@pytest.fixture
def web(site, monkeypatch):
    """The local site is the whole web of a run, which asks it without a pause."""
    monkeypatch.setattr(checking, "PUBLIC", open_gate({"inconnu.example": None}))
    monkeypatch.setattr(checking, "Pace", lambda: QUICK)
    return site


@pytest.fixture
def empty_base(db):
    """Without the addresses of the project's content: those of the test only."""
    for model in holders():
        blank = {field.name: "" for field in [*url_fields(model), *text_fields(model)]}
        model.objects.exclude(pk=None).update(**{k: v for k, v in blank.items() if k != "summary"})


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def partner(world, signed_in):
    return signed_in(world.user)
