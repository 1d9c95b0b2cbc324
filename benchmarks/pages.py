"""Time of whole requests, beside a constant page of the same server in the same run; time of the
import of territories. `make bench` runs this; `ARGS="--rounds 50"` goes to it.
"""

import argparse
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.server import THREADS, WORKERS, Failed, get, manage, serving  # noqa: E402

BASE = ROOT / "var" / "bench.sqlite3"
CONSTANT = "page constante"
PAGES = {
    CONSTANT: "/constante/",
    "accueil": "/",
    "commune (Saint-Loup-sur-Semouse)": "/communes/70467-saint-loup-sur-semouse/",
    "grande commune (Paris)": "/communes/75056-paris/",
    "liste des appuis": "/appuis/",
    "liste filtrée (commune et thème)": (
        "/appuis/?territoire=commune-70467&theme=alimentation-et-agriculture"
    ),
    "suggestions « saint »": "/territoires/suggestions/?q=saint",
    "un appui (DLA)": "/appuis/dla/",
    "un levier": "/leviers/partenariats-financiers/",
}
WARM_UP = 10
IMPORTS = 3


def french(number, decimals=2):
    return f"{number:,.{decimals}f}".replace(",", " ").replace(".", ",")


def measure(connection, rounds, seed):
    """{page: (bytes, compressed, [milliseconds])}: every page once a round, in shuffled order."""
    shuffled = random.Random(seed)  # noqa: S311 - an order, not a secret
    whole = {name: get(connection, url, compressed=False)[1] for name, url in PAGES.items()}
    sent, times = {name: [] for name in PAGES}, {name: [] for name in PAGES}
    order = list(PAGES.items())
    for turn in range(WARM_UP + rounds):
        shuffled.shuffle(order)
        for name, url in order:
            seconds, size = get(connection, url)
            if turn >= WARM_UP:
                sent[name].append(size)
                times[name].append(seconds * 1000)
    return {name: (whole[name], statistics.median(sent[name]), times[name]) for name in PAGES}


def print_table(measured):
    reference = statistics.median(measured[CONSTANT][2])
    heads = ("octets", "gzip", "médiane ms", "p95 ms", "rapport")
    print(f"{'page':34}" + "".join(f"{head:>12}" for head in heads))
    for name, (size, sent, times) in measured.items():
        median = statistics.median(times)
        p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
        cells = (
            french(size, 0),
            french(sent, 0),
            french(median),
            french(p95),
            f"× {french(median / reference)}",
        )
        print(f"{name:34}" + "".join(f"{cell:>12}" for cell in cells))


def time_import():
    """Seconds of migrate, [seconds of import_territories], each import in a new empty base."""
    imports = []
    with tempfile.TemporaryDirectory(prefix="essportal-bench-") as folder:
        empty = Path(folder) / "empty.sqlite3"
        migration = manage(empty, "migrate", "--verbosity", "0")
        for number in range(IMPORTS):
            base = shutil.copy(empty, empty.with_name(f"{number}.sqlite3"))
            imports.append(manage(base, "import_territories", stdout=subprocess.DEVNULL))
    return migration, imports


def print_import(migration, imports):
    each = " ; ".join(french(seconds, 1) for seconds in imports)
    print(f"\nImport des territoires dans une base SQLite vide (médiane de {len(imports)}) :")
    print(f"  import_territories : {french(statistics.median(imports), 1)} s ({each})")
    print(f"  migrate, à part    : {french(migration, 1)} s")


def machine():
    load = french(os.getloadavg()[0], 1)
    python = platform.python_version()
    return f"{os.cpu_count()} cœurs, charge {load} au départ, Python {python}"


def bounded(text):
    number = int(text)
    if not 2 <= number <= 5000:
        raise argparse.ArgumentTypeError("entre 2 et 5000")
    return number


def main():
    parser = argparse.ArgumentParser(description="Mesure les pages et l’import des territoires.")
    parser.add_argument("--rounds", type=bounded, default=200, help="tours (200 par défaut)")
    parser.add_argument("--seed", type=int, default=1, help="ordre des pages (1 par défaut)")
    parser.add_argument("--no-import", action="store_true", help="ne mesure pas l’import")
    options = parser.parse_args()
    print(f"Machine : {machine()}", flush=True)
    BASE.parent.mkdir(exist_ok=True)
    manage(BASE, "bootstrap", "--offline")
    with serving(BASE) as connection:
        measured = measure(connection, options.rounds, options.seed)
    server = f"gunicorn, {WORKERS} processus, {THREADS} fils, une connexion gardée"
    print(f"\n{options.rounds} tours, {server}, ordre mêlé (graine {options.seed})")
    print_table(measured)
    if not options.no_import:
        print_import(*time_import())


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"Mesure arrêtée : {failure}")
