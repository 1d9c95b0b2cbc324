"""Where `import_zonings` reads: official address, `--url`, `ZONINGS_DIR`; and when it cannot."""

import http.client
import http.server
import socket
import ssl
import threading
import time
import urllib.request
from urllib.error import URLError

import pytest

from territories.models import ZoningList
from territories.zoning_download import Unreachable, download, download_together
from territories.zoning_lists import LISTS
from tests.territories.zonings import DENSITY, PVD, refused, rows, run

TIMEOUT = 0.5
KEPT = "La liste déjà chargée est gardée."


class Answers(http.server.BaseHTTPRequestHandler):
    """A site with a list, and the ways a site can fail."""

    def do_GET(self):
        if self.path == "/bavard":
            self.wfile.write(b"220 smtp.exemple.fr ESMTP\r\n")
            return
        status, headers, body = {
            "/pvd.csv": (200, {}, PVD.encode()),
            "/ici": (302, {"Location": "/pvd.csv"}, b""),
            "/boucle": (302, {"Location": "/boucle"}, b""),
            "/disque": (302, {"Location": "file:///etc/passwd"}, b""),
            "/panne": (503, {}, b"<html>Maintenance</html>"),
            "/portail": (200, {}, b"<!DOCTYPE html><html>Connexion</html>"),
            "/coupe": (200, {"Content-Length": "99999"}, PVD.encode()),
            "/morceaux": (200, {"Transfer-Encoding": "chunked"}, b"ffff\r\n" + PVD.encode()),
        }.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    """Address of a local site."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def silent():
    """Address that accepts the connection and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


@pytest.fixture
def broken_network(monkeypatch):
    """Make every address fail with this error."""

    def set_error(error):
        def fail(*args, **kwargs):
            raise error

        monkeypatch.setattr(urllib.request, "urlopen", fail)

    return set_error


def with_address():
    return [key for key, official in LISTS.items() if official.url]


@pytest.mark.parametrize(
    "error",
    [
        URLError(socket.gaierror(-3, "Temporary failure in name resolution")),
        URLError(ConnectionRefusedError(111, "Connection refused")),
        URLError(ssl.SSLCertVerificationError("certificate verify failed")),
        TimeoutError("timed out"),
        ConnectionResetError(104, "Connection reset by peer"),
        http.client.RemoteDisconnected("Remote end closed connection without response"),
        http.client.IncompleteRead(b"insee", 9000),
    ],
    ids=lambda error: type(getattr(error, "reason", error)).__name__,
)
def test_offline_it_says_so_in_one_line_and_keeps_what_it_has(loaded, broken_network, error):
    broken_network(error)
    for key in with_address():
        message = refused(key)
        assert message.startswith(f"{LISTS[key].title} : adresse injoignable (")
        assert message.endswith(KEPT)
        assert "\n" not in message
    assert rows() == loaded


def test_a_list_without_an_address_says_what_to_do(loaded, broken_network):
    broken_network(AssertionError("the network was asked"))
    for key in LISTS.keys() - set(with_address()):
        assert refused(key) == (
            f"{LISTS[key].title} : pas d’adresse officielle en CSV. "
            f"Téléchargez la liste ({LISTS[key].publisher}) et passez --file."
        )
    assert rows() == loaded


def test_without_an_option_the_official_address_is_read(db, site, monkeypatch):
    asked, real = [], urllib.request.urlopen

    def open_here(url, timeout):
        asked.append(url)
        return real(f"{site}/pvd.csv", timeout=timeout)

    monkeypatch.setattr(urllib.request, "urlopen", open_here)
    assert "Petites villes de demain : 6 communes sont dans la liste." in run("pvd")
    assert asked == [LISTS["pvd"].url]


@pytest.mark.parametrize("path", ["/pvd.csv", "/ici"])
def test_an_address_given_is_read_and_recorded_as_finally_found(db, site, path):
    assert "6 communes sont dans la liste" in run("pvd", url=site + path)
    assert ZoningList.objects.get(key="pvd").origin == f"{site}/pvd.csv"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/absent", "adresse injoignable (Not Found)"),
        ("/panne", "adresse injoignable (Service Unavailable)"),
        ("/boucle", "adresse injoignable ("),
        ("/disque", "adresse injoignable ("),
        ("/bavard", "adresse injoignable ("),
        ("/coupe", "réponse interrompue avant la fin"),
        ("/morceaux", "adresse injoignable ("),
        ("/a b.csv", "adresse injoignable ("),
        ("/pvd.csv\r\nHost: ailleurs", "adresse injoignable ("),
    ],
)
def test_an_address_that_gives_no_list_is_told_and_nothing_changes(loaded, site, path, reason):
    message = refused("pvd", url=site + path)
    assert message.startswith(f"Petites villes de demain : {reason}")
    assert message.endswith(KEPT)
    assert rows() == loaded


def test_a_page_instead_of_the_list_is_refused(loaded, site):
    assert "mais une page HTML" in refused("pvd", url=f"{site}/portail")
    assert rows() == loaded


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://exemple.fr/pvd.csv", "/etc/passwd", "pvd.csv", "data:,a"]
)
def test_only_web_addresses_are_read(loaded, broken_network, url):
    broken_network(AssertionError("the address was opened"))
    message = refused("pvd", url=url)
    assert f"adresse refusée (http ou https seulement) : {url}" in message
    assert rows() == loaded


@pytest.mark.parametrize("url", ["http://", "https://", "http://[", "http://exemple.fr:port/"])
def test_a_malformed_address_is_told(loaded, url):
    assert "adresse injoignable (" in refused("pvd", url=url)
    assert rows() == loaded


def test_a_folder_of_lists_replaces_the_network(db, settings, tmp_path, published, broken_network):
    broken_network(AssertionError("the network was asked"))
    settings.ZONINGS_DIR = str(tmp_path)
    published(PVD, name="liste-pvd.csv")
    published(DENSITY, name="grille-densite.csv")
    assert "Petites villes de demain : 6 communes" in run("pvd")
    assert "Grille communale de densité : 4 communes" in run("densite")
    assert ZoningList.objects.get(key="densite").origin == "grille-densite.csv"
    message = refused("acv")
    assert message.startswith(f"{tmp_path / 'liste-acv.csv'} : ")
    assert message.endswith("Rien n’a été écrit.")


def test_a_file_or_an_address_given_prevails_over_the_folder(
    db, settings, tmp_path, published, site
):
    settings.ZONINGS_DIR = str(tmp_path)
    published("illisible", name="liste-pvd.csv")
    run("pvd", file=published(PVD, name="autre.csv"))
    assert ZoningList.objects.get(key="pvd").origin == "autre.csv"
    run("pvd", url=f"{site}/pvd.csv")
    assert ZoningList.objects.get(key="pvd").origin == f"{site}/pvd.csv"


def test_several_addresses_are_read_together(site):
    found = download_together([f"{site}/pvd.csv", f"{site}/ici", f"{site}/absent", "ftp://x"])
    assert found[f"{site}/pvd.csv"] == (PVD.encode(), f"{site}/pvd.csv")
    assert found[f"{site}/ici"] == (PVD.encode(), f"{site}/pvd.csv")
    assert isinstance(found[f"{site}/absent"], Unreachable)
    assert "adresse refusée" in str(found["ftp://x"])


def test_an_address_that_never_answers_holds_nobody(site, silent):
    started = time.monotonic()
    found = download_together([silent, f"{site}/pvd.csv"], timeout=TIMEOUT)
    assert time.monotonic() - started < 4 * TIMEOUT
    assert isinstance(found[silent], Unreachable)
    assert found[f"{site}/pvd.csv"][0] == PVD.encode()


def test_a_name_server_that_never_answers_holds_nobody(monkeypatch):
    released = threading.Event()

    def hang(*args, **kwargs):
        released.wait()
        raise URLError("trop tard")

    monkeypatch.setattr(urllib.request, "urlopen", hang)
    found = download_together(["https://exemple.fr/a", "https://exemple.fr/b"], timeout=TIMEOUT)
    assert {str(error) for error in found.values()} == {"pas de réponse à temps"}
    released.set()


def test_one_address_that_never_answers_is_given_up(silent):
    with pytest.raises(Unreachable, match="adresse injoignable"):
        download(silent, timeout=TIMEOUT)
