"""What makes the tests quick and changes nothing of what they check."""

import gc

import pytest
from django.test import TestCase


@pytest.fixture(scope="session")
def leave_what_is_loaded():
    """Called once all is loaded: Python's collector of cycles looks at it no more.

    It looked at the whole project again for every few pages parsed: a third of the time of those.
    """

    def leave():
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)

    return leave


@pytest.fixture(scope="session", autouse=True)
def references_checked_after_writing():
    """SQLite looks at every reference of the base after each test: 30 ms. Once is enough until a
    row is written, changed or removed; what is rolled back afterwards counts.
    """
    checked, asked = {}, TestCase._should_check_constraints

    def has_news(case, wrapper):
        if not asked(case, wrapper):
            return False
        if wrapper.vendor != "sqlite" or wrapper.connection is None:
            return True
        # The connection itself, not its number: another may be given the same one later.
        now = (wrapper.connection, wrapper.connection.total_changes)
        before, checked[wrapper.alias] = checked.get(wrapper.alias), now
        return before != now

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestCase, "_should_check_constraints", has_news)
        yield
