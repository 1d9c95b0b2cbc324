"""One run of checks at a time, whatever the number of nodes: a row says who runs."""

import contextlib
import datetime
import secrets
import time

from django.db.models import Q
from django.utils import timezone

from backoffice.models import LinkRun

NAME = "liens"
SILENT_FOR = datetime.timedelta(minutes=2)  # beyond it, a run that was killed
BEAT = 5  # seconds


class AlreadyRunning(Exception):
    """Another run is under way; the message says since when."""


class Lost(Exception):
    """Another run took over, believing this one dead."""


class Turn:
    """The right to run, kept by saying so every few seconds."""

    def __init__(self, token):
        self.token, self.told = token, time.monotonic()

    def beat(self, done=0, total=0):
        if time.monotonic() - self.told < BEAT:
            return
        self.told = time.monotonic()
        mine = LinkRun.objects.filter(name=NAME, token=self.token)
        if not mine.update(beat_at=timezone.now(), done=done, total=total):
            raise Lost


@contextlib.contextmanager
def turn():
    """Take the turn, or raise `AlreadyRunning`; given back whatever happens."""
    token, now = secrets.token_hex(16), timezone.now()
    LinkRun.objects.get_or_create(name=NAME)
    free = Q(token="") | Q(beat_at__isnull=True) | Q(beat_at__lt=now - SILENT_FOR)
    values = {"token": token, "started_at": now, "beat_at": now, "done": 0, "total": 0}
    if not LinkRun.objects.filter(free, name=NAME).update(**values):
        raise AlreadyRunning(described(LinkRun.objects.get(name=NAME)))
    try:
        yield Turn(token)
    finally:
        LinkRun.objects.filter(name=NAME, token=token).update(token="")


def described(run):
    started = timezone.localtime(run.started_at)
    return f"commencée à {started:%H h %M}, {run.done} liens vérifiés sur {run.total}"
