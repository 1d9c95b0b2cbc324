"""A real server and a real browser, for what only they can show."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import sync_playwright

from tests.beside import environment, wait_until_alone

START_SECONDS = 30


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, server):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            assert server.poll() is None, "the server stopped"
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """Address of the portal as in production: gunicorn, hashed static files, strict policy."""
    static = tmp_path_factory.mktemp("static")
    port = free_port()
    index = tmp_path_factory.mktemp("site-index")
    # No connection left open between two requests: other tests wait to be alone on the base.
    kept = environment(index, STATIC_ROOT=str(static), CONN_MAX_AGE="0")
    with django_db_blocker.unblock():
        connection.close()
    manage = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(manage, env=kept, check=True, cwd=settings.BASE_DIR)
    command = [sys.executable, "-m", "gunicorn", "essportal.wsgi", "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", "1", "--threads", "4", "--log-level", "error", "--no-control-socket"]
    with subprocess.Popen([*command, *options], env=kept, cwd=settings.BASE_DIR) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()
    with django_db_blocker.unblock():
        wait_until_alone()


@pytest.fixture(scope="module")
def chromium():
    """One browser for a module of tests, the one `make test` found.

    Not for the session: Playwright keeps an event loop in this thread while it lives, and Django
    would open another connection to the base for the tests that come between.
    """
    path = os.environ.get("CHROMIUM_PATH") or None
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, site):
    """`open_page("/", width=320, javascript=False)`: a page, and no console error is allowed."""
    contexts, errors = [], []

    def note(message, own_address):
        """A page that is itself 404 or 410 says so in the console: that is not a fault."""
        if message.type == "error" and message.location["url"] != own_address:
            errors.append(message.text)

    def go(address, *, width=1280, javascript=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, locale="fr-FR"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: note(message, f"{site}{address}"))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{site}{address}", wait_until="networkidle")
        return page

    yield go
    for context in contexts:
        context.close()
    assert not errors
