"""Time of the list of actors at several sizes, beside a constant page of the same server and beside
Datasette on the same rows, in one interleaved run. `make bench-search` runs this.
"""

import argparse
import contextlib
import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import django

from benchmarks.bases import FOLDER
from benchmarks.server import ROOT, THREADS, WORKERS, Failed, environment

TERRITORIES = FOLDER / "territoires.sqlite3"
os.environ |= environment(TERRITORIES)
django.setup()

from benchmarks import report, sites  # noqa: E402
from benchmarks.measuring import run  # noqa: E402
from benchmarks.pages import bounded, machine  # noqa: E402
from benchmarks.questions import QUESTIONS  # noqa: E402

SIZES = "1k,10k,100k,250k"
ROUNDS = 10
# Datasette takes seconds a page at the largest sizes: fewer rounds there.
DATASETTE_ROUNDS = {1_000: 10, 10_000: 5, 250_000: 1}


def parse_sizes(text):
    try:
        found = [int(one.strip().lower().replace("k", "000")) for one in text.split(",")]
    except ValueError:
        found = [0]
    if min(found) < 1 or max(found) > 1_000_000:
        raise argparse.ArgumentTypeError("par exemple 1k,10k,250k")
    return sorted(set(found))


def read_options():
    parser = argparse.ArgumentParser(description="Mesure la recherche, à côté de Datasette.")
    parser.add_argument("--sizes", type=parse_sizes, default=parse_sizes(SIZES), help=SIZES)
    parser.add_argument("--rounds", type=bounded, default=ROUNDS, help="tours du portail")
    parser.add_argument(
        "--datasette-rounds",
        type=int,
        help="tours de Datasette (défaut : 10, 10, 2 et 1 ; 0 : sans)",
    )
    parser.add_argument("--seed", type=int, default=1, help="graine des acteurs")
    parser.add_argument("--no-gzip", action="store_true", help="pages non compressées")
    parser.add_argument("--only-prepare", action="store_true", help="fait les bases, sans mesurer")
    parser.add_argument("--json", type=Path, metavar="FICHIER", help="écrit aussi tout en JSON")
    return parser.parse_args()


def datasette_rounds(size, options):
    wanted = options.datasette_rounds
    if wanted is None:
        wanted = next((turns for most, turns in DATASETTE_ROUNDS.items() if size <= most), 1)
    return max(0, min(wanted, options.rounds))


def installed(name):
    with contextlib.suppress(PackageNotFoundError):
        return version(name)
    return "absent"


def describe(options):
    """What a measure is worth nothing without."""
    return {
        "date": datetime.now().astimezone().isoformat(timespec="minutes"),
        "machine": f"{processor()}, {machine()}",
        "versions": {
            "Python": platform.python_version(),
            "SQLite": sqlite3.sqlite_version,
            **{name: installed(name) for name in ("django", "gunicorn", "tantivy", "datasette")},
        },
        "seed": options.seed,
        "rounds": options.rounds,
        "gzip": not options.no_gzip,
    }


def processor():
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def print_head(context, options):
    print(f"Date : {context['date']}")
    print(f"Machine : {context['machine']}")
    print(
        "Versions : " + ", ".join(f"{one} {number}" for one, number in context["versions"].items())
    )
    sizes = ", ".join(report.number(size) for size in options.sizes)
    print(f"Tailles : {sizes} acteurs (graine {options.seed}), {len(QUESTIONS)} questions")
    packed = "sans compression" if options.no_gzip else "gzip demandé"
    server = f"gunicorn, {WORKERS} processus, {THREADS} fils"
    print(f"{options.rounds} tours, {server}, une connexion gardée par site, {packed}", flush=True)


def count_statements(size):
    """SQL statements of every question, counted in a process of its own."""
    addresses = [page.address for page in size.targets[sites.PORTAL].pages]
    env = environment(size.base.path)
    command = [sys.executable, "-m", "benchmarks.statements"]
    done = subprocess.run(
        command, cwd=ROOT, env=env, input=json.dumps(addresses), stdout=-1, text=True, check=False
    )
    if done.returncode:
        raise Failed("Le compte des requêtes SQL a échoué.")
    return json.loads(done.stdout)


def measure(sizes, options):
    headers = {} if options.no_gzip else {"Accept-Encoding": "gzip"}
    started = time.monotonic()

    def say(turn):
        spent = time.monotonic() - started
        print(f"\r  tour {turn} sur {options.rounds}, {spent:.0f} s", end="", flush=True)

    with contextlib.ExitStack() as stack:
        for size in sizes:
            turns = datasette_rounds(size.actors, options)
            sites.start(size, stack, options.rounds, turns, headers)
        run([target for size in sizes for target in size.targets.values()], options.rounds, say)
        print()
        for size in sizes:
            size.memory = sites.memory(size.worker)


def main():
    options = read_options()
    context = describe(options)
    print_head(context, options)
    sizes = [sites.prepare(actors, options.seed) for actors in options.sizes]
    if options.only_prepare:
        return
    measure(sizes, options)
    statements = {size.actors: count_statements(size) for size in sizes}
    report.print_all(sizes, statements)
    if options.json:
        found = report.as_json(sizes, statements, context)
        options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"Mesure arrêtée : {failure}")
