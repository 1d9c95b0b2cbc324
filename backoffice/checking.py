"""Fetch many links: several sites at once, one request at a time for each, with a pause.

Threads only fetch; the database is written by the thread that runs `Check`, link by link, so that
whatever stops it keeps what was seen and the next run goes on from there.
"""

import dataclasses
import heapq
import itertools
import logging
import queue
import threading
import time
from collections import Counter, defaultdict, deque

from django.db import transaction
from django.utils import timezone

from backoffice.addresses import PUBLIC
from backoffice.fetching import Answer, Limits, fetch
from backoffice.models import Link
from backoffice.verdicts import record

logger = logging.getLogger(__name__)

THREADS = 8
WINDOW = 2000  # links waiting in memory
BATCH = 500  # links read from the database at once
SILENCE = 30  # failures in a row that could be our own network's, before asking witnesses
WITNESSES = 3
WITNESS_SECONDS = 5
# What one sees when a site is gone, and when our own network is.
NO_NETWORK = {"dns", "unreachable", "timeout-connect"}
THROUGH_NETWORK = {"tls", "reset", "timeout-read"}


class NoNetwork(Exception):
    """Nothing answers, links known to be good included: nothing is said of any link."""


@dataclasses.dataclass(frozen=True)
class Pace:
    threads: int = THREADS
    pause: float = 1  # seconds between two requests to one site
    budget: float | None = None  # seconds in all, None for as long as it takes
    limits: Limits = dataclasses.field(default_factory=Limits)


class Waiting:
    """Links to fetch by site, and when each site may be asked again."""

    def __init__(self, keys, pause):
        self.keys, self.pause = iter(keys), pause
        self.by_host = defaultdict(deque)
        self.free, self.count = [], 0  # heap of (when, host): sites that are not being asked
        self.resting = {}  # sites asked a moment ago, of which no link waits

    def fill(self):
        """Keep the window full; links are read from the database as room is made."""
        while self.count < WINDOW:
            some = list(itertools.islice(self.keys, BATCH))
            if not some:
                return
            links = Link.objects.used().in_bulk(some)
            for link in (links[pk] for pk in some if pk in links):
                self.add(link)

    def add(self, link):
        host = link.host or "?"
        if host not in self.by_host:
            heapq.heappush(self.free, (self.resting.pop(host, 0.0), host))
        self.by_host[host].append(link)
        self.count += 1

    def take(self):
        """A link whose site may be asked now, or None."""
        if not self.free or self.free[0][0] > time.monotonic():
            return None
        host = heapq.heappop(self.free)[1]
        self.count -= 1
        return self.by_host[host].popleft()

    def give_back(self, link):
        """The site answered: it is asked again after a pause."""
        host, now = link.host or "?", time.monotonic()
        if self.by_host[host]:
            heapq.heappush(self.free, (now + self.pause, host))
            return
        del self.by_host[host]
        if len(self.resting) > WINDOW:
            self.resting = {name: until for name, until in self.resting.items() if until > now}
        self.resting[host] = now + self.pause


class Threads:
    """A few threads that fetch. Daemons: none keeps a process that was told to stop."""

    def __init__(self, count, gate, limits):
        self.inbox, self.outbox = queue.SimpleQueue(), queue.SimpleQueue()
        self.gate, self.limits, self.count, self.busy = gate, limits, count, 0
        for _ in range(count):
            threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        while (link := self.inbox.get()) is not None:
            try:
                answer = fetch(link.url, self.gate, self.limits)
            except Exception:  # a fault of ours, not of the link: the others go on
                logger.exception("check of %s", link.url)
                answer = Answer(link.url, cause="bug", detail="vérification impossible")
            self.outbox.put((link, answer))

    def put(self, link):
        self.busy += 1
        self.inbox.put(link)

    def get(self, timeout):
        """(link, answer), or None when nothing came in time."""
        try:
            found = self.outbox.get(timeout=timeout)
        except queue.Empty:
            return None
        self.busy -= 1
        return found

    def stop(self):
        for _ in range(self.count):
            self.inbox.put(None)


def came_through(answer):
    """Does this answer, an error included, prove that the network is there?"""
    return answer.code is not None or bool(answer.hops) or answer.cause in THROUGH_NETWORK


class Check:
    """One run over links given by their keys. `report(check)` is told after each answer."""

    def __init__(self, keys, gate=None, pace=None, report=lambda check: None):
        self.keys, self.gate, self.pace = list(keys), gate or PUBLIC, pace or Pace()
        self.report = report
        self.total, self.seen, self.states = len(self.keys), [], Counter()
        self.held = []  # failures that may be our own network's

    @property
    def done(self):
        return len(self.seen)

    def run(self):
        """Fetch and record. Raises `NoNetwork` when it is ours that is missing."""
        waiting = Waiting(self.keys, self.pace.pause)
        pool = Threads(self.pace.threads, self.gate, self.pace.limits)
        end = time.monotonic() + self.pace.budget if self.pace.budget else None
        try:
            waiting.fill()
            while (waiting.count or pool.busy) and (end is None or time.monotonic() < end):
                self.feed(waiting, pool)
                found = pool.get(timeout=0.1 if waiting.count else 0.5)
                if found:
                    waiting.give_back(found[0])
                    self.receive(*found)
                waiting.fill()
                self.report(self)
        finally:
            pool.stop()
        if self.held:
            self.ask_witnesses()

    def feed(self, waiting, pool):
        while pool.busy < self.pace.threads and (link := waiting.take()):
            pool.put(link)

    def receive(self, link, answer):
        if came_through(answer):
            self.release()
        if answer.cause in NO_NETWORK and not answer.hops:
            self.held.append((link, answer))
            if len(self.held) >= SILENCE:
                self.ask_witnesses()
        else:
            self.write(link, answer)

    def release(self):
        """The network is there: failures held back are those of the links."""
        held, self.held = self.held, []
        for link, answer in held:
            self.write(link, answer)

    def ask_witnesses(self):
        """Does a link known to be good answer? If none does, the fault is not the links'."""
        failed = {link.host for link, _ in self.held}
        good = Link.objects.used().filter(state=Link.State.GOOD).exclude(host__in=failed)
        limits = dataclasses.replace(self.pace.limits, total=WITNESS_SECONDS)
        for link in good.order_by("-checked_at")[:WITNESSES]:
            if came_through(fetch(link.url, self.gate, limits)):
                return self.release()
        raise NoNetwork

    def write(self, link, answer):
        with transaction.atomic():
            fresh = Link.objects.select_for_update().filter(pk=link.pk).first()
            if fresh:  # else deleted meanwhile
                self.states[record(fresh, answer, timezone.now()).state] += 1
        self.seen.append(link.pk)
