"""Other processes on the test base, as web workers are: with an index of their own, or shared."""

import contextlib
import json
import os
import subprocess
import sys
import time

from django.conf import settings
from django.db import connection

from search.models import Change

PATIENCE = 30  # seconds
START = "import django; django.setup(); from tests.search import worker; worker.run()"


class Process:
    """A worker beside the test: `ask(visit="/acteurs/")` is what it answers."""

    def __init__(self, folder):
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "SEARCH_INDEX_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "tests.search.worker_settings",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", START],
            env=environment,
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, **command):
        """Send a command, and do not wait for its answer."""
        self.process.stdin.write(f"{json.dumps(command)}\n")
        self.process.stdin.flush()
        return self

    def answer(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, **command):
        return self.tell(**command).answer()

    def stop(self):
        self.process.kill()
        self.process.communicate()


def database_url():
    base = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{base['NAME']}"
    user = base["USER"] + (f":{base['PASSWORD']}" if base["PASSWORD"] else "")
    return f"postgres://{user}@{base['HOST']}:{base['PORT'] or 5432}/{base['NAME']}"


def wait_until_alone():
    """PostgreSQL takes a moment to see that a process it served is gone."""
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


class Committed:
    """The test base outside any transaction: what is made is seen by all, and taken back."""

    def __init__(self, folder):
        self.folder, self.rows, self.processes = folder, [], []

    def make(self, factory, **fields):
        self.rows.append(factory(**fields))
        return self.rows[-1]

    def worker(self, folder=None):
        """A process, on the index of this one unless told another folder."""
        self.processes.append(Process(folder or self.folder))
        return self.processes[-1]


@contextlib.contextmanager
def committed(blocker, folder):
    """Leave the shared base as it was: rows made are deleted, and their traces in the log."""
    with blocker.unblock():
        last = Change.objects.last().pk
        base = Committed(folder)
        try:
            yield base
        finally:
            for process in base.processes:
                process.stop()
            for row in reversed(base.rows):
                row.delete()
            Change.objects.filter(pk__gt=last).delete()
            wait_until_alone()
            connection.close()
