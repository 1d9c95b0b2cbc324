"""Fetch official lists, within seconds, or say in one line why not."""

import http.client
import threading
import time
import urllib.error
import urllib.request

from territories.zoning_files import MAX_BYTES

TIMEOUT_SECONDS = 5


class Unreachable(OSError):
    """The address did not give a file; the message says so in French."""


def download(url, timeout=TIMEOUT_SECONDS):
    """Content of an http(s) address and the address it was finally read from."""
    if not url.startswith(("https://", "http://")):
        raise Unreachable(f"adresse refusée (http ou https seulement) : {url}")
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:  # noqa: S310 (checked above)
            content = answer.read(MAX_BYTES + 1)
            if answer.length and len(content) <= MAX_BYTES:
                raise Unreachable("réponse interrompue avant la fin")
            return content, answer.geturl()
    except Unreachable:
        raise
    except (OSError, ValueError, http.client.HTTPException) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        reason = getattr(error, "reason", error)
        raise Unreachable(f"adresse injoignable ({reason})") from error


def download_together(urls, timeout=TIMEOUT_SECONDS):
    """Fetch several addresses at once: {url: (content, address) or Unreachable}.

    Threads are daemons and waited for `timeout` in all, so that a name server that never answers
    cannot hold the caller.
    """
    results = {}

    def fetch(url):
        try:
            results[url] = download(url, timeout)
        except Unreachable as error:
            results[url] = error

    threads = [threading.Thread(target=fetch, args=[url], daemon=True) for url in urls]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + timeout
    for thread in threads:
        thread.join(max(0, deadline - time.monotonic()))
    return {url: results.get(url, Unreachable("pas de réponse à temps")) for url in urls}
