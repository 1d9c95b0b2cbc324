"""Run every test on SQLite, then on PostgreSQL. `make test` calls this; arguments go to pytest.

What is long and hardly depends on the engine runs once: on SQLite what is marked `browser` or
`on_sqlite` (markup, scripts, the words of the index), on PostgreSQL what is marked `on_postgresql`
(every role on every screen, nonsense typed in filters). A `-m` of yours runs on both. All the
others run on both engines.

The browser: an installed Chromium, else Debian's package when root, else Playwright's own.
PostgreSQL: `TEST_DATABASE_URL`, else the server on 127.0.0.1:5432, else a throw-away cluster made
from local binaries. With none it says so in capitals and, under CI, fails.
"""

import contextlib
import glob
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2

LOCAL_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
CLUSTER_PORT = "54329"
# Each process loads a base of its own. Each takes neighbouring tests, which share what is costly
# to start; the first to end takes from the other.
PARALLEL = ["-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]
ON_SQLITE = ["-m", "not on_postgresql"]
ON_POSTGRESQL = ["-m", "not browser and not on_sqlite"]
NO_TEST = 5  # pytest's exit code when nothing answers the arguments
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium():
    """Path of a Chromium to drive, installed if need be; empty for Playwright's own."""
    named = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, CHROMIUMS)), "")
    if named:
        return named
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Chromium : installation du paquet Debian…", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
        return shutil.which("chromium") or ""
    print("Chromium : téléchargement par Playwright…", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    return ""


def answers(url):
    with contextlib.suppress(psycopg2.Error):
        psycopg2.connect(url, connect_timeout=3).close()
        return True
    return False


@contextlib.contextmanager
def postgresql():
    """Yield the URL of a PostgreSQL where a test base can be made, or None."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
    elif answers(LOCAL_SERVER):
        yield LOCAL_SERVER
    else:
        with throw_away_cluster() as url:
            yield url


@contextlib.contextmanager
def throw_away_cluster():
    """A cluster in a temporary folder, stopped and removed afterwards; None without binaries."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    initdb = found[-1] if found else shutil.which("initdb")
    if not initdb:
        yield None
        return
    binaries = Path(initdb).resolve().parent
    with tempfile.TemporaryDirectory(prefix="essportal-") as folder:
        as_user = []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "postgres")
            as_user = ["runuser", "-u", "postgres", "--"]
        data = f"{folder}/data"
        run = [*as_user, str(binaries / "initdb"), "-U", "postgres", "-A", "trust", "-D", data]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        options = f"-p {CLUSTER_PORT} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        control = [*as_user, str(binaries / "pg_ctl"), "-D", data, "-w", "-l", f"{folder}/log"]
        subprocess.run([*control, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL)
        try:
            yield f"postgres://postgres@127.0.0.1:{CLUSTER_PORT}/postgres"
        finally:
            subprocess.run([*control, "-m", "fast", "stop"], check=False)


def run_pytest(name, url, chromium, arguments):
    print(f"\n=== Tests sur {name} ===", flush=True)
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"CHROMIUM_PATH": chromium} | ({"DATABASE_URL": url} if url else {})
    command = [sys.executable, "-m", "pytest", *PARALLEL, *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


def has_failed(code):
    """Whether pytest failed; no test answering the arguments on one engine is no failure."""
    return code not in (0, NO_TEST)


def main():
    arguments = sys.argv[1:]
    chromium = find_chromium()
    said = "SQLite (sans ce qui est marqué on_postgresql)"
    failed = has_failed(run_pytest(said, None, chromium, [*ON_SQLITE, *arguments]))
    with postgresql() as url:
        if url:
            said = "PostgreSQL (sans ce qui est marqué browser ou on_sqlite)"
            failed |= has_failed(run_pytest(said, url, chromium, [*ON_POSTGRESQL, *arguments]))
        else:
            print("\nAUCUN POSTGRESQL : LES TESTS N'ONT TOURNÉ QUE SUR SQLITE.", flush=True)
            failed |= bool(os.environ.get("CI"))
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
