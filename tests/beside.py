"""What another process needs to work on the test base, and to be seen gone from it."""

import os
import time

from django.db import connection

PATIENCE = 30  # seconds


def database_url():
    """The test base, for another process."""
    base = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{base['NAME']}"
    user = base["USER"] + (f":{base['PASSWORD']}" if base["PASSWORD"] else "")
    return f"postgres://{user}@{base['HOST']}:{base['PORT'] or 5432}/{base['NAME']}"


def environment(index, **others):
    """Variables of a process on the test base, with its search index in this folder."""
    kept = {key: value for key, value in os.environ.items() if key not in ("DEBUG", "SECRET_KEY")}
    return kept | {"DATABASE_URL": database_url(), "SEARCH_INDEX_DIR": str(index)} | others


def wait_until_alone():
    """PostgreSQL takes a moment to see connections closed; the base can go then."""
    if connection.vendor != "postgresql":
        return
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    deadline = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(f"{others} AND pid <> pg_backend_pid()")
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.05)
    raise AssertionError("someone still uses the test base")
