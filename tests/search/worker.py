"""What a process beside the tests obeys: one command a line, one answer a line."""

import json
import os
import random
import signal
import sys
import time

from django.db import connections
from django.test import Client

from actors.models import Actor
from search import changes, freshness, index, writing
from search.checking import differences

PATIENCE = 30  # seconds


def visit(address):
    """What a visitor is answered: the status and the page."""
    response = Client(raise_request_exception=False, SERVER_NAME="localhost").get(address)
    return {"status": response.status_code, "text": response.content.decode()}


def rebuild(_=None):
    with index.writing(PATIENCE):
        writing.rebuild()
    return True


def small_writes():
    """A few rows changed, again and again."""
    while True:
        changes.append("actors.actor", Actor.objects.values_list("pk", flat=True)[:5])
        freshness.current()


def kill(what, times, longest, seed):
    """Let children do it, and kill each with no warning; the count of unreadable indexes left."""
    moments, unreadable = random.Random(seed), 0
    connections.close_all()
    for _ in range(times):
        child = os.fork()
        if not child:
            {"rebuild": rebuild, "small_writes": small_writes}[what]()
            os._exit(0)
        time.sleep(moments.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        unreadable += index.open_reader() is None
    return unreadable


ACTIONS = {
    "visit": visit,
    "rebuild": rebuild,
    "check": lambda _: differences(),
    "kill": kill,
}


def run():
    for line in sys.stdin:
        (name, value), *more = json.loads(line).items()
        print(json.dumps(ACTIONS[name](value, **dict(more))), flush=True)
