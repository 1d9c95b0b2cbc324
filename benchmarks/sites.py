"""The sites of one size, started together, and how each is asked every question."""

import http.client
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks import bases, datasette_site
from benchmarks.measuring import Page, Target
from benchmarks.questions import (
    FAR,
    QUESTIONS,
    datasette_query,
    portal_query,
    row_before,
    where,
)
from benchmarks.server import Failed, fetch, portal

PORTAL, CONSTANT, UNCHANGED, DATASETTE = "portail", "constante", "304", "datasette"
PAGE_SIZE = 20
PORTAL_COUNT = re.compile(rb'id="compte"[^>]*>\s*(?:Aucun|([\d \xa0\xc2\xe2\x80\xaf]+))')
DATASETTE_COUNT = re.compile(rb"<title>[^<]*?: actors: ([\d,]+) row")
CUT_SHORT = b"facets timed out"


@dataclass
class Size:
    """Everything of one size: files, sites, and what they answered."""

    actors: int
    base: bases.Made
    index: bases.Made | None
    datasette: bases.Made
    targets: dict = field(default_factory=dict)
    counts: list = field(default_factory=list)  # rows the portal finds, by question
    memory: dict = field(default_factory=dict)
    process: object = None

    @property
    def worker(self):
        """Key of gunicorn's only worker."""
        master = self.process.pid
        return int(Path(f"/proc/{master}/task/{master}/children").read_text().split()[0])


def prepare(actors, seed):
    base = bases.actors(actors, seed)
    return Size(actors, base, bases.index(base), datasette_site.file(actors, base))


def start(size, stack, rounds, datasette_rounds, headers):
    """Start the sites of a size, until `stack` is closed, and find the address of every page."""
    served = portal(size.base.path, "benchmarks.search_settings")
    size.process, connection = stack.enter_context(served)
    found = [find_page(connection, question) for question in QUESTIONS]
    size.counts = [count for count, _ in found]
    addresses = [address for _, address in found]
    add = adder(size, connection.port, headers)
    add(PORTAL, [Page(address) for address in addresses], rounds)
    add(CONSTANT, [constant(connection, address) for address in addresses], rounds)
    unchanged = [conditional(connection, address, headers) for address in addresses]
    if all(unchanged):
        add(UNCHANGED, unchanged, rounds)
    if datasette_rounds:
        _, other = stack.enter_context(datasette_site.serving(size.datasette))
        adder(size, other.port, headers)(DATASETTE, datasette_pages(size), datasette_rounds)


def adder(size, port, headers):
    def add(kind, pages, rounds):
        size.targets[kind] = Target(kind, size.actors, port, pages, rounds, headers)

    return add


def page_number(question, count):
    """The page a question asks for, the last one when there are fewer."""
    last = max(1, -(-count // PAGE_SIZE))
    return last if question.page == FAR else min(question.page, last)


def find_page(connection, question):
    """(rows the portal finds, address of the page asked for)."""
    _, response, body = fetch(connection, f"/acteurs/?{portal_query(question)}")
    if response.status != http.client.OK:
        raise Failed(f"« {question.name} » : le portail répond {response.status}.")
    count = portal_count(body)
    return count, f"/acteurs/?{portal_query(question, page_number(question, count))}"


def portal_count(body):
    found = PORTAL_COUNT.search(body)
    if not found:
        raise Failed("La liste ne dit pas combien elle trouve (#compte).")
    return int(re.sub(rb"\D", b"", found[1])) if found[1] else 0


def datasette_count(body):
    found = DATASETTE_COUNT.search(body)
    if not found or CUT_SHORT in body:
        raise Failed("Datasette n’a pas tout compté.")
    return int(found[1].replace(b",", b""))


def constant(connection, address):
    """The constant page that weighs what this one does."""
    return Page(f"/constante/?octets={len(fetch(connection, address)[2])}")


def conditional(connection, address, headers):
    """The same page asked again by who has it; None when the portal sends it whole."""
    tag = fetch(connection, address, headers)[1].headers.get("ETag", "")
    again = {"If-None-Match": tag}
    if fetch(connection, address, headers | again)[1].status == http.client.NOT_MODIFIED:
        return Page(address, again, http.client.NOT_MODIFIED)
    return None


def datasette_pages(size):
    table = datasette_site.address(size.datasette)
    with closing(sqlite3.connect(size.datasette.path)) as connection:
        return [
            Page(f"{table}?{datasette_query(question, token(connection, question))}")
            for question in QUESTIONS
        ]


def token(connection, question):
    """What Datasette calls the page asked for: the last row of the one before; empty: the first."""
    total = f"select count(*) from actors {where(question)}"  # noqa: S608 - our own questions
    number = page_number(question, connection.execute(total).fetchone()[0])
    if number == 1:
        return ""
    row = connection.execute(row_before(question, number)).fetchone()
    return ",".join(tilde(str(value)) for value in row)


def tilde(text):
    """As Datasette writes what stands in its addresses: « ~2C » for a comma."""
    return quote_plus(text).replace("~", "%7E").replace("%", "~")


def disagreements(size):
    """(question, rows of the portal, rows of Datasette) where both must be the same and are not."""
    return [
        (question, mine, its)
        for question, mine, its in both(size)
        if question.comparable and mine != its
    ]


def both(size):
    """(question, rows of the portal, rows of Datasette) for every question."""
    theirs = [datasette_count(page.body) for page in size.targets[DATASETTE].pages]
    return list(zip(QUESTIONS, size.counts, theirs, strict=True))


def memory(process):
    """{« RSS », « PSS »: megabytes} of a process now."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    found = dict(re.findall(r"^(Rss|Pss):\s+(\d+) kB", rollup, re.MULTILINE))
    return {name.upper(): int(kilobytes) / 1024 for name, kilobytes in found.items()}
