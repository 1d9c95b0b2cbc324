"""Which addresses may be fetched, and from which machines: an entry must not make us call inside.

Whoever can write a link could otherwise have the server read its own network. A name is resolved
once, every address it has must be public, and the connection goes to the very address checked.
"""

import ipaddress
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

LONGEST = 2000
PORTS = frozenset({80, 443, 8080, 8443})
DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_HOST = 253
GLOBAL_V6 = ipaddress.ip_network("2000::/3")  # outside it: mapped, NAT64, local, multicast…
# Inside what is said global: ranges that lead elsewhere, to an IPv4 written in them for instance.
NOT_A_SITE = [
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # Teredo, ORCHID…
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
]
FORBIDDEN_CHARACTERS = re.compile(r"[\x00-\x20\x7f\\\u200b-\u200f\u2028-\u202e\ufeff]")
NUMERIC_LABEL = re.compile(r"(0x[0-9a-f]*|[0-9]+)$", re.IGNORECASE)


class Refused(Exception):
    """This address is not fetched; `cause` is for the code, the message for staff."""

    def __init__(self, cause, message):
        super().__init__(message)
        self.cause = cause


@dataclass(frozen=True)
class Target:
    """An address taken to pieces, ready to be asked."""

    scheme: str
    host: str
    port: int
    path: str
    literal: bool  # the host is an IP address

    @property
    def host_header(self):
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def is_public(text):
    """Is this IP address one of the public Internet, and of a single machine?"""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:  # with a zone (« fe80::1%eth0 »), or no address at all
        return False
    if address.version == 6 and address not in GLOBAL_V6:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not any(address in network for network in NOT_A_SITE)


def system_resolve(host, port, timeout):
    """IP addresses of a name, IPv4 first; the system's resolver knows no time limit of its own."""
    found = []

    def ask():
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(timeout)
    if not found or isinstance(found[0], Exception):
        raise Refused("dns", "nom de site introuvable")
    addresses = sorted(found[0], key=lambda row: row[0] != socket.AF_INET)
    return list(dict.fromkeys(row[4][0] for row in addresses))


@dataclass(frozen=True)
class Gate:
    """What a fetch may reach. Tests open theirs to a local server; production uses `PUBLIC`."""

    resolve: Callable = system_resolve
    allows: Callable = is_public
    ports: frozenset | None = PORTS

    def target(self, url):
        target = parse(url)
        if self.ports is not None and target.port not in self.ports:
            raise Refused("forbidden", f"port {target.port} : jamais interrogé")
        return target

    def addresses(self, target, timeout):
        """Addresses to connect to; refused as a whole when one of them is not public."""
        host, port = target.host, target.port
        found = [host] if target.literal else self.resolve(host, port, timeout)
        if not found:
            raise Refused("dns", "nom de site introuvable")
        if not all(self.allows(address) for address in found):
            raise Refused("forbidden", "adresse interne ou réservée : jamais interrogée")
        return found


PUBLIC = Gate()


def parse(url):
    """The `Target` of an address, or `Refused` with the reason."""
    if len(url) > LONGEST:
        raise Refused("address", f"adresse de plus de {LONGEST} caractères")
    if FORBIDDEN_CHARACTERS.search(url):
        raise Refused("address", "adresse mal écrite : espace ou caractère invisible")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("address", "adresse mal écrite") from error
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        shown = f"« {scheme[:20]} »" if scheme else "manquant"
        raise Refused("scheme", f"protocole {shown} : seuls http et https se vérifient")
    if "@" in parts.netloc:
        raise Refused("forbidden", "adresse qui contient un identifiant")
    host, literal = clean_host(parts.hostname or "")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~?[]")
    return Target(scheme, host, port or DEFAULT_PORTS[scheme], path, literal)


def clean_host(written):
    """(the host in ASCII, whether it is an IP address)"""
    host = written.rstrip(".")
    if "%" in host:  # the zone of a local address
        raise Refused("forbidden", "adresse interne ou réservée : jamais interrogée")
    try:
        return str(ipaddress.ip_address(host)), True
    except ValueError:
        pass
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise Refused("address", "nom de site mal écrit") from error
    if not re.fullmatch(r"[a-z0-9_.-]+", host) or len(host) > LONGEST_HOST:
        raise Refused("address", "nom de site mal écrit")
    labels = host.split(".")
    if NUMERIC_LABEL.fullmatch(labels[-1]):  # 2130706433, 0x7f.1: an IP address that hides
        raise Refused("forbidden", "adresse IP déguisée")
    if len(labels) == 1:  # localhost, intranet
        raise Refused("forbidden", "nom de site incomplet : jamais interrogé")
    return host, False


def host_of(url):
    """The site of an address, empty when it cannot be read: what staff sort and search by."""
    try:
        return parse(url).host
    except Refused:
        return ""
