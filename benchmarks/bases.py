"""The bases the search is measured on: one SQLite file per size, remade when its recipe changes."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

from benchmarks.server import ROOT, Failed, environment, index_folder, manage

FOLDER = ROOT / "var" / "bench-search"
# What the rows of a base depend on.
RECIPE = (
    "benchmarks/actors.py",
    "benchmarks/words.py",
    "benchmarks/zonings.py",
    "fixtures/content/*.yaml",
    "fixtures/territories/*.csv.gz",
    "*/migrations/*.py",
)


# And what an index depends on besides.
ENGINE = ("search/*.py", "*/documents.py", "uv.lock")


class Made:
    """A file of ours and the recipe it was made by, kept beside it with the seconds it took."""

    def __init__(self, path, recipe):
        self.path = path
        self.recipe = recipe
        self.note = path.with_name(f"{path.name}.json")

    @property
    def known(self):
        if not (self.path.exists() and self.note.exists()):
            return {}
        kept = json.loads(self.note.read_text())
        return kept if kept["recipe"] == self.recipe else {}

    @property
    def seconds(self):
        return self.known.get("seconds")

    def make(self, build):
        """Call `build(path)` unless the file is there and its recipe is the same."""
        if self.known:
            return self
        for leftover in self.path.parent.glob(f"{self.path.name}*"):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        started = time.perf_counter()
        build(self.path)
        kept = {"recipe": self.recipe, "seconds": round(time.perf_counter() - started, 1)}
        self.note.write_text(json.dumps(kept))
        return self

    @property
    def megabytes(self):
        """Size on disk, of a file or of all the files of a folder."""
        files = [self.path, *self.path.rglob("*")] if self.path.is_dir() else [self.path]
        return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def digest(*parts, patterns=RECIPE):
    """One fingerprint of the files things are made from, and of `parts`."""
    total = hashlib.sha256(repr(parts).encode())
    for pattern in patterns:
        for file in sorted(ROOT.glob(pattern)):
            total.update(file.name.encode() + file.read_bytes())
    return total.hexdigest()


def run_fill(path, *arguments):
    command = [sys.executable, "-m", "benchmarks.fill", *map(str, arguments)]
    env = environment(path)
    if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
        raise Failed(f"« benchmarks.fill {arguments[0]} » a échoué.")


def territories(seed):
    """The base all others are copied from: real territories, vocabularies, no actor."""

    def build(path):
        print("Base des territoires…", flush=True)
        manage(path, "bootstrap", "--offline", stdout=subprocess.DEVNULL)
        run_fill(path, "prepare", "--seed", seed)

    FOLDER.mkdir(parents=True, exist_ok=True)
    return Made(FOLDER / "territoires.sqlite3", digest(seed)).make(build)


def actors(size, seed):
    """The base of one size; `seconds` is the time its actors took."""
    origin = territories(seed)

    def build(path):
        print(f"Base de {size} acteurs…", flush=True)
        with closing(sqlite3.connect(origin.path)) as old, closing(sqlite3.connect(path)) as new:
            old.backup(new)
        run_fill(path, size, "--seed", seed)

    return Made(FOLDER / f"acteurs-{size}.sqlite3", digest(seed, size)).make(build)


def index(base):
    """The index of a base, built by `search rebuild` in a process of its own; None without it."""
    if not (ROOT / "search" / "management" / "commands" / "search.py").exists():
        return None

    def build(path):
        print(f"Index de {base.path.stem}…", flush=True)
        manage(base.path, "search", "rebuild", stdout=subprocess.DEVNULL)

    recipe = digest(base.recipe, patterns=ENGINE)
    return Made(index_folder(base.path), recipe).make(build)
