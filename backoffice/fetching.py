"""Ask one address how it is, within limits of time and size, following few redirects.

The proxies of the environment are not used: they would resolve names again, elsewhere.
"""

import contextlib
import functools
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import urljoin

from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from backoffice.addresses import PUBLIC, Refused

REDIRECTS = {301, 302, 303, 307, 308}
PERMANENT = {301, 308}
TRIED = 3  # addresses of one name
TOO_MANY_REQUESTS = 429


@dataclass(frozen=True)
class Limits:
    total: float = 20
    connect: float = 5
    read: float = 8  # without a byte
    size: int = 64 * 1024
    redirects: int = 5


@dataclass
class Answer:
    """What was seen: a code, or a `cause` why there is none; where, how, and in how long."""

    url: str
    code: int | None = None
    cause: str = ""
    detail: str = ""
    robots_refused: bool = False
    hops: list[int] = field(default_factory=list)
    ms: int = 0

    @property
    def moved_for_good(self):
        return bool(self.hops) and PERMANENT.issuperset(self.hops)


class Deadline:
    """Time left, and the means to cut a connection that drips beyond it."""

    def __init__(self, seconds):
        self.end = time.monotonic() + seconds

    @property
    def left(self):
        return self.end - time.monotonic()

    def at_most(self, seconds):
        if self.left <= 0:
            raise Refused("timeout", "pas de réponse à temps")
        return min(seconds, self.left)

    @contextlib.contextmanager
    def cutting(self, connection):
        timer = threading.Timer(max(self.left, 0), connection.unplug)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


class Pluggable:
    """A connection another thread can cut, handshake included.

    A second handle on the socket: the TLS layer takes the first one away while it shakes hands.
    """

    handle = None
    cut = False

    def _new_conn(self):
        connected = super()._new_conn()
        self.handle = connected.dup()
        if self.cut:
            self.unplug()
        return connected

    def unplug(self):
        self.cut = True
        if self.handle is not None:
            with contextlib.suppress(OSError):  # already closed at the other end
                self.handle.shutdown(socket.SHUT_RDWR)

    def close(self):
        super().close()
        if self.handle is not None:
            self.handle.close()


class PlainConnection(Pluggable, HTTPConnection):
    pass


class SecureConnection(Pluggable, HTTPSConnection):
    pass


@functools.cache
def certificates():
    """The system's authorities: read once, checked always."""
    return ssl.create_default_context()


def user_agent():
    site = f"; +{settings.SITE_URL}" if settings.SITE_URL else ""
    return f"Mozilla/5.0 (compatible; EssPortail-Liens/1.0{site})"


def fetch(url, gate=PUBLIC, limits=None):
    """The `Answer` of an address. Never raises for what a site or an address can do."""
    limits = limits or Limits()
    started, deadline = time.monotonic(), Deadline(limits.total)
    answer = Answer(url)
    try:
        follow(answer, gate, limits, deadline)
    except Refused as refused:
        answer.code, answer.cause, answer.detail = None, refused.cause, str(refused)
    answer.ms = round(1000 * (time.monotonic() - started))
    return answer


def follow(answer, gate, limits, deadline):
    """Ask, and ask again where one is sent, filling the answer."""
    for _ in range(limits.redirects + 1):
        target = gate.target(answer.url)
        code, location, answer.robots_refused = ask(target, gate, limits, deadline)
        if code not in REDIRECTS or not location:
            answer.code = code
            return
        answer.hops.append(code)
        answer.url = next_address(answer.url, location)
    raise Refused("redirects", f"plus de {limits.redirects} redirections")


def next_address(url, location):
    """Where one is sent; headers are read as Latin-1, sites write UTF-8 and spaces in them."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    location = location.strip().replace(" ", "%20").replace("\x00", "%00")
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise Refused("address", "redirection vers une adresse mal écrite") from error


def ask(target, gate, limits, deadline):
    """HEAD, which costs a site least; GET when HEAD is refused, as many do, or badly answered."""
    addresses = gate.addresses(target, deadline.at_most(limits.connect))
    try:
        seen = ask_once("HEAD", target, addresses, limits, deadline)
    except Refused as refused:
        if refused.cause not in ("reset", "timeout-read"):
            raise
    else:
        if seen[0] < 400 or seen[0] == TOO_MANY_REQUESTS:
            return seen
    return ask_once("GET", target, addresses, limits, deadline)


def ask_once(method, target, addresses, limits, deadline):
    """Ask the first address that can be reached; (code, where it sends, robots refused?)"""
    tried = addresses[:TRIED]
    for address in tried:
        connection = connect_to(target, address, limits, deadline)
        try:
            with deadline.cutting(connection):
                seen = exchange(connection, method, target, limits, deadline)
            if connection.cut:  # what was read stops anywhere, headers included
                raise Refused("timeout", "pas de réponse à temps")
            return seen
        except Refused as refused:
            if address == tried[-1] or refused.cause not in ("unreachable", "timeout-connect"):
                raise
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise explained(error, connection) from error
        finally:
            connection.close()
    raise Refused("unreachable", "site injoignable")


def connect_to(target, address, limits, deadline):
    """A connection to the address checked; the certificate must be that of the name."""
    timeout = deadline.at_most(limits.connect)
    if target.scheme == "http":
        return PlainConnection(address, target.port, timeout=timeout)
    return SecureConnection(
        address,
        target.port,
        timeout=timeout,
        ssl_context=certificates(),
        server_hostname=target.host,
    )


def exchange(connection, method, target, limits, deadline):
    try:
        connection.connect()
    except (HTTPError, OSError) as error:
        raise explained(error, connection) from error
    connection.sock.settimeout(deadline.at_most(limits.read))
    headers = {
        "Host": target.host_header,
        "User-Agent": user_agent(),
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Accept-Language": "fr",
        "Connection": "close",
    }
    connection.request(
        method, target.path, headers=headers, preload_content=False, decode_content=False
    )
    response = connection.getresponse()
    robots = refuses_robots(response, method, limits)
    return response.status, response.headers.get("Location"), robots


def refuses_robots(response, method, limits):
    """A page that only asks whether one is human says nothing of the link."""
    if "cf-mitigated" in response.headers:
        return True
    if method == "HEAD" or response.status not in (403, 429, 503):
        return False
    start = response.read(limits.size, decode_content=False).lower()
    return any(word in start for word in (b"captcha", b"just a moment", b"datadome", b"anubis"))


def explained(error, connection):
    """What a network error means, as a `Refused` with its cause."""
    if connection.cut:
        return Refused("timeout", "pas de réponse à temps")
    if isinstance(error, SSLError | ssl.SSLError):
        certificate = isinstance(error, ssl.SSLCertVerificationError)
        return Refused("tls", "certificat refusé" if certificate else "connexion sûre impossible")
    if isinstance(error, NewConnectionError):  # a kind of the next one
        refused = "refused" in str(error).lower()
        return Refused("unreachable", "connexion refusée" if refused else "site injoignable")
    if isinstance(error, ConnectTimeoutError):
        return Refused("timeout-connect", "pas de réponse à temps")
    if isinstance(error, ReadTimeoutError | TimeoutError):
        return Refused("timeout-read", "pas de réponse à temps")
    return Refused("reset", "réponse illisible ou interrompue")
