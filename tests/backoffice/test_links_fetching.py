"""What a check may ask, and what it understands of answers. No database."""

import dataclasses
import datetime
import socket
import ssl
import threading
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backoffice import fetching
from backoffice.addresses import PUBLIC, Gate, is_public, parse
from backoffice.fetching import Limits, fetch
from backoffice.models import Link
from backoffice.verdicts import verdict
from tests.backoffice.sites import Site, open_gate, resolve_to

QUICK = Limits(total=1, connect=0.5, read=0.4)
GOOD, DEAD, DOUBTFUL = Link.State.GOOD, Link.State.DEAD, Link.State.DOUBTFUL


def seen(site, path, limits=QUICK, **kept):
    url = site.url(path, **kept)
    return verdict(url, fetch(url, open_gate(), limits))


# -- What is never asked -------------------------------------------------------------------------

INSIDE = [
    "127.0.0.1", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.8", "198.18.0.1", "203.0.113.5", "192.88.99.1", "224.0.0.1",
    "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "fc00::1", "fd00:ec2::254",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "3fff::1", "n’importe quoi", "",
]  # fmt: skip


def test_only_addresses_of_the_public_internet_are_public():
    assert [address for address in INSIDE if is_public(address)] == []
    assert not is_public(".".join("0000"))
    for address in ("8.8.8.8", "185.24.184.1", "2001:4860:4860::8888", "2a01:e0c:1::1"):
        assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::]/",
        "http://[fe80::1%25eth0]/", "http://2130706433/", "http://0x8.8.8.8/", "http://0x7f.1/", "http://0177.0.0.1/",
        "http://127.1/", "http://0/", "http://localhost/", "http://localhost./",
        "http://LOCALHOST:8080/", "http://169.254.169.254/latest/meta-data/", "http://intranet/",
        "http://moi:secret@example.org/", "http://example.org@127.0.0.1/",
        "http://example.org:22/", "http://example.org:5432/", "http://１２７.０.０.１/",
        "http://①②⑦.⓪.⓪.①/",
    ],
)  # fmt: skip
def test_what_leads_inside_is_refused_before_any_connection(url, monkeypatch):
    monkeypatch.setattr(fetching, "ask_once", None)
    answer = fetch(url)
    assert (answer.code, answer.cause) == (None, "forbidden"), answer


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("http://exa mple.org/", "address"), ("http://example.org/\r\nHost: x", "address"),
        ("http://example.org/\x00", "address"), ("http://example.org\\@127.0.0.1/", "address"),
        ("http://[::1/", "address"), ("http://example.org:99999/", "address"),
        ("http://example.org:port/", "address"), ("http://", "address"), ("http:///x", "address"),
        ("http://" + "a" * 5000 + ".org/", "address"), ("http://" + "a" * 300 + "/", "address"),
        ("http://éé..fr/", "address"), ("http://\u202eexample.org/", "address"),
        ("file:///etc/passwd", "scheme"), ("gopher://example.org/", "scheme"),
        ("ftp://example.org/", "scheme"), ("javascript:alert(1)", "scheme"), ("", "scheme"),
        ("//example.org/", "scheme"),
    ],
)  # fmt: skip
def test_what_is_not_a_web_address_is_refused_in_french(url, cause, monkeypatch):
    monkeypatch.setattr(fetching, "ask_once", None)
    gate = Gate(resolve_to({}, default="8.8.8.8"))
    answer = fetch(url, gate)
    assert (answer.code, answer.cause) == (None, cause), answer
    found = verdict(url, answer)
    assert found.state == DOUBTFUL
    assert found.reason
    assert len(found.reason) < 300


def test_accents_are_understood_and_written_for_the_wire():
    target = parse("https://économie.example/défi?q=là#bas")
    assert target.host == "xn--conomie-9xa.example"
    assert target.path == "/d%C3%A9fi?q=l%C3%A0"


def test_the_local_site_is_refused_by_the_production_gate(site):
    """By name, by address, and when one address of a name among several is inside."""
    inside = {"melange.example": ["8.8.8.8", "127.0.0.1"], "site.example": "127.0.0.1"}
    gate = dataclasses.replace(PUBLIC, resolve=resolve_to(inside), ports=None)
    for host in ("site.example", "melange.example", "127.0.0.1"):
        assert fetch(site.url(host=host), gate, QUICK).cause == "forbidden"
    assert site.asked == []


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/", "http://[::ffff:7f00:1]/", "http://interne.example/", "//0x7f.1/",
        "http://2130706433/", "file:///etc/passwd", "gopher://site.example/", "http://[",
        "http://site.example:22/",
    ],
)  # fmt: skip
def test_a_redirection_leads_nowhere_inside(site, location):
    def allows(address):
        return address == "127.0.0.9"  # stands for a public address, at first

    names = {"site.example": "127.0.0.9", "interne.example": "10.0.0.1"}
    gate = Gate(resolve_to(names), allows, frozenset({80, 443, site.server_port}))
    url = site.url("/ailleurs/0")
    site.locations["0"] = location
    local = dict.fromkeys(["127.0.0.9"], "127.0.0.1")
    answer = fetch_through(url, gate, local)
    assert answer.code is None
    assert answer.cause in ("forbidden", "scheme", "address"), answer
    assert {path for _, _, path in site.asked} == {"/ailleurs/0"}


def fetch_through(url, gate, local):
    """Fetch, connecting to this machine in place of an address said public."""
    whole = fetching.connect_to

    def connect(target, address, limits, deadline):
        return whole(target, local[address], limits, deadline)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetching, "connect_to", connect)
        return fetch(url, gate, QUICK)


def test_a_name_that_changes_its_mind_is_not_asked_twice(site):
    """The address connected to is the one that was checked: no second resolution."""
    answers = iter([["127.0.0.9"], ["127.0.0.1"]])
    asked = []

    def resolve(host, port, timeout):
        asked.append(host)
        return next(answers)

    gate = Gate(resolve, lambda address: address == "127.0.0.9", None)
    answer = fetch_through(site.url("/sans-head"), gate, {"127.0.0.9": "127.0.0.1"})
    assert answer.code == 200  # HEAD refused, then GET, from one resolution
    assert asked == ["site.example"]
    answers = iter([["127.0.0.9"], ["127.0.0.1"]])
    answer = fetch_through(site.url("/vers/302/ok"), gate, {"127.0.0.9": "127.0.0.1"})
    assert answer.cause == "forbidden"  # a redirection is checked again


def test_the_proxies_of_the_environment_are_not_used(site, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    assert seen(site, "/ok").state == GOOD


# -- What answers say ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "state", "words"),
    [
        ("/ok", GOOD, "répond"), ("/204", GOOD, "répond"), ("/sans-head", GOOD, "répond"),
        ("/404", DEAD, "404"), ("/410", DEAD, "410"), ("/401", DOUBTFUL, "401"),
        ("/403", DOUBTFUL, "403"), ("/429", DOUBTFUL, "429"), ("/418", DOUBTFUL, "418"),
        ("/500", DOUBTFUL, "panne"), ("/503", DOUBTFUL, "panne"), ("/999", DOUBTFUL, "robots"),
        ("/304", DOUBTFUL, "304"), ("/robots", DOUBTFUL, "robots"),
        ("/coupe", DOUBTFUL, "interrompue"), ("/lent/3", DOUBTFUL, "à temps"),
        ("/boucle/1", DOUBTFUL, "5 redirections"), ("/vers/302/ok", GOOD, "pour le moment"),
        ("/vers/301/ok", GOOD, "changé d’adresse"), ("/vers/308/404", DEAD, "404"),
        ("/vers/301/", DOUBTFUL, "page d’accueil"), ("/vers/302/fr/", DOUBTFUL, "page d’accueil"),
        ("/vers/302/page-introuvable", GOOD, "pour le moment"),  # it was asked for
    ],
)  # fmt: skip
def test_each_answer_has_its_state_and_its_words(site, path, state, words):
    found = seen(site, path)
    assert (found.state, words in found.reason) == (state, True), found


def test_redirections_without_end_are_left_after_five(site):
    seen(site, "/boucle/1")
    assert len(site.asked) == 6


@pytest.mark.parametrize("page", ["/page-404", "/erreur-404.html", "/x?e=not-found"])
def test_a_redirection_to_an_error_page_is_doubtful(site, page):
    site.locations["perdu"] = page
    assert seen(site, "/ailleurs/perdu").reason == "renvoie à une page d’erreur"


def test_a_lasting_redirection_proposes_the_new_address(site):
    assert seen(site, "/vers/301/ok").moved_to == site.url("/ok")
    assert seen(site, "/vers/301/vers/308/ok").moved_to == site.url("/ok")
    assert seen(site, "/vers/301/vers/302/ok").moved_to == ""  # the end may change


def test_a_request_says_who_asks_and_gets_nothing_compressed(site, settings):
    settings.SITE_URL = "https://portail.example"
    assert "+https://portail.example" in fetching.user_agent()
    seen(site, "/ok")
    assert site.asked == [("HEAD", "site.example", "/ok")]


def test_an_endless_page_costs_neither_time_nor_memory(site):
    started = time.monotonic()
    assert seen(site, "/enorme").reason.startswith("accès refusé")
    assert time.monotonic() - started < QUICK.total + 0.5


def test_a_site_that_drips_is_cut(site):
    started = time.monotonic()
    assert seen(site, "/goutte").reason == "pas de réponse à temps"
    assert time.monotonic() - started < 2 * QUICK.total


def test_a_name_server_that_never_answers_is_not_waited_for(monkeypatch):
    never = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kept: never.wait(3))
    started = time.monotonic()
    assert fetch("http://site.example/", limits=QUICK).cause == "dns"
    assert time.monotonic() - started < 1
    never.set()


def test_nobody_behind_the_port_is_said():
    with socket.socket() as closed:  # bound and not listening
        closed.bind(("127.0.0.1", 0))
        url = f"http://site.example:{closed.getsockname()[1]}/"
        answer = fetch(url, open_gate(), QUICK)
    assert answer.detail == "connexion refusée"


def test_the_second_address_of_a_name_is_tried(site):
    gate = open_gate({"site.example": ["127.0.0.2", "127.0.0.1"]})
    assert fetch(site.url(), gate, QUICK).code == 200  # nobody listens on the first


def certificate_of(name, folder):
    """Files of a certificate its own authority, valid for two days, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "essai")])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    builder = x509.CertificateBuilder(named, named, key.public_key(), 1, now - day, now + day)
    names = x509.SubjectAlternativeName([x509.DNSName(name)])
    made = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    certificate_file, key_file = folder / "cert.pem", folder / "key.pem"
    certificate_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    key_file.write_bytes(key.private_bytes(*form, serialization.NoEncryption()))
    return certificate_file, key_file


def test_a_certificate_of_another_name_is_doubtful(tmp_path, monkeypatch):
    """And that of the name asked is accepted: by name, though an address is connected to."""
    certificate, key = certificate_of("site.example", tmp_path)
    secure = Site()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    secure.socket = server.wrap_socket(secure.socket, server_side=True)
    threading.Thread(target=secure.serve_forever, args=[0.02], daemon=True).start()
    trusting = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(fetching, "certificates", lambda: trusting)

    def asked(host):
        url = f"https://{host}:{secure.server_port}/ok"
        return fetch(url, open_gate(), Limits(total=3))

    assert asked("site.example").code == 200
    assert asked("autre.example").detail == "certificat refusé"
    monkeypatch.setattr(fetching, "certificates", ssl.create_default_context)
    assert asked("site.example").detail == "certificat refusé"
    secure.shutdown()
    secure.server_close()
