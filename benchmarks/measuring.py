"""One interleaved run: every question is put to every site in turn, so that a slower moment of the
machine slows them all.
"""

import select
import statistics
from dataclasses import dataclass, field
from http.client import HTTPConnection

from benchmarks.server import HOST, Failed, fetch

WARM_UP = 5  # questions asked of each site before the run


@dataclass
class Page:
    """One question as one site is asked it."""

    address: str
    headers: dict = field(default_factory=dict)
    status: int = 200
    times: list = field(default_factory=list)
    weights: list = field(default_factory=list)
    body: bytes = b""  # of the first answer

    @property
    def median(self):
        return statistics.median(self.times)


@dataclass
class Target:
    """A site (or one of its pages) at one size, over a connection of its own kept open."""

    kind: str
    size: int
    port: int
    pages: list
    rounds: int
    headers: dict = field(default_factory=dict)

    def __post_init__(self):
        self.connection = HTTPConnection(HOST, self.port, timeout=1200)

    @property
    def times(self):
        return [one for page in self.pages for one in page.times]

    @property
    def median(self):
        return statistics.median(self.times)

    @property
    def p95(self):
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1]

    @property
    def weight(self):
        return statistics.median(one for page in self.pages for one in page.weights)

    def is_due(self, turn, turns):
        """Whether this turn is one of the target's own rounds, spread over the run."""
        return (turn + 1) * self.rounds // turns > turn * self.rounds // turns

    def ask(self, number):
        """(milliseconds, body) of a question; connecting again does not count."""
        page = self.pages[number]
        for attempt in range(2):
            if self.connection.sock is None or is_closed(self.connection.sock):
                self.connection.close()
                self.connection.connect()
            try:
                done = fetch(self.connection, page.address, self.headers | page.headers)
                break
            except ConnectionError:
                self.connection.close()
                if attempt:
                    raise
        seconds, response, body = done
        if response.status != page.status:
            raise Failed(f"{page.address} répond {response.status}.")
        return seconds * 1000, body

    def measure(self, number):
        milliseconds, body = self.ask(number)
        page = self.pages[number]
        page.body = page.body or body
        page.times.append(milliseconds)
        page.weights.append(len(body))


def is_closed(sock):
    """Whether the server has hung up: there is something to read, when nothing was asked."""
    return bool(select.select([sock], [], [], 0)[0])


def run(targets, turns, say=lambda turn: None):
    """Ask every question of every target, the one that begins changing each time."""
    for target in targets:
        for number in range(WARM_UP if target.rounds == turns else 1):
            target.ask(number)
    begins = 0
    for turn in range(turns):
        due = [target for target in targets if target.is_due(turn, turns)]
        for number in range(len(targets[0].pages)):
            for place in range(len(due)):
                due[(place + begins) % len(due)].measure(number)
            begins += 1
        say(turn + 1)


@dataclass(frozen=True)
class Ratio:
    """How many times longer one target takes than another."""

    paired: float  # median over questions of median / median
    medians: float
    p95: float


def ratio(one, other):
    each = [mine.median / its.median for mine, its in zip(one.pages, other.pages, strict=True)]
    return Ratio(statistics.median(each), one.median / other.median, one.p95 / other.p95)
