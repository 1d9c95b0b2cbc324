"""A gunicorn of our own on a free port of this machine, and one kept-alive connection to it."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
WORKERS, THREADS = 1, 4
# What would turn production mode on, or point elsewhere.
UNWANTED = ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "SITE_URL", "CACHE_URL", "ZONINGS_DIR")
STARTING = 120  # quarters of a second


class Failed(Exception):
    """What stops the measure, in French."""


def index_folder(base):
    """Where the search index of a base is: beside it, never that of the developer's own base."""
    return Path(base).with_suffix(".index")


def environment(base, settings="essportal.settings"):
    """Variables for a process on the SQLite file `base`."""
    kept = {key: value for key, value in os.environ.items() if key not in UNWANTED}
    return kept | {
        "DATABASE_URL": f"sqlite:///{base}",
        "SEARCH_INDEX_DIR": str(index_folder(base)),
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONUNBUFFERED": "1",
    }


def manage(base, *arguments, **options):
    """Run manage.py on `base`; return the seconds it took."""
    started = time.perf_counter()
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(base), check=False, **options)
    if done.returncode:
        raise Failed(f"« manage.py {' '.join(arguments)} » a échoué.")
    return time.perf_counter() - started


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def fetch(connection, address, headers=None):
    """(seconds, response, body) of one whole request."""
    started = time.perf_counter()
    connection.request("GET", address, headers={"Accept": "text/html,*/*"} | (headers or {}))
    response = connection.getresponse()
    body = response.read()
    return time.perf_counter() - started, response, body


def get(connection, address, *, compressed=True):
    """Seconds and bytes of one whole request; anything but 200 stops the measure."""
    headers = {"Accept-Encoding": "gzip"} if compressed else {}
    seconds, response, body = fetch(connection, address, headers)
    if response.status != http.client.OK:
        raise Failed(f"{address} répond {response.status}.")
    return seconds, len(body)


def wait_until_ready(server, port, address):
    for _ in range(STARTING):
        if server.poll() is not None:
            break
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        with (
            contextlib.suppress(OSError, http.client.HTTPException),
            contextlib.closing(connection),
        ):
            get(connection, address)
            return
        time.sleep(0.25)
    raise Failed("Le serveur n’a pas démarré.")


@contextlib.contextmanager
def running(command, port, ready, env=None, output=None):
    """Yield (process, connection) of a server once `ready` answers; stop it afterwards."""
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output)
    connection = http.client.HTTPConnection(HOST, port, timeout=600)
    try:
        wait_until_ready(server, port, ready)
        yield server, connection
    finally:
        connection.close()
        server.terminate()
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()


def portal(base, settings="benchmarks.settings"):
    """`running` for the portal on `base`."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "essportal.wsgi", "--bind", f"{HOST}:{port}"]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--log-level", "warning"]
    command += ["--no-control-socket"]
    return running(command, port, "/readyz", environment(base, settings))


@contextlib.contextmanager
def serving(base):
    """Yield a connection to the portal served on `base`, stopped afterwards."""
    with portal(base) as (_, connection):
        yield connection
