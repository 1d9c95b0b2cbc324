"""Other processes on the test base, as web workers are: with an index of their own, or shared."""

import contextlib
import json
import subprocess
import sys

from django.conf import settings
from django.db import connection

from search.models import Change
from tests.beside import environment, wait_until_alone

START = "import django; django.setup(); from tests.search import worker; worker.run()"


class Process:
    """A worker beside the test: `ask(visit="/acteurs/")` is what it answers."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-c", START],
            env=environment(folder, DJANGO_SETTINGS_MODULE="tests.search.worker_settings"),
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
