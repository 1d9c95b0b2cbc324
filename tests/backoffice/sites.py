"""A web site on this machine that answers what its addresses say, for tests of links."""

import http.server
import threading
import time
from collections import Counter

from backoffice.addresses import Gate, Refused
from backoffice.checking import Pace
from backoffice.fetching import Limits

QUICK = Pace(pause=0, limits=Limits(total=1, connect=0.5, read=0.5))


class Site(http.server.ThreadingHTTPServer):
    """`/410` answers 410, `/vers/301/ok` sends to `/ok`; each request is remembered."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked, self.at_once, self.most_at_once = [], Counter(), Counter()
        self.codes, self.locations, self.lock = {}, {}, threading.Lock()

    def url(self, path="/ok", host="site.example"):
        return f"http://{host}:{self.server_port}{path}"

    def handle_error(self, request, client_address):
        """A client that hangs up is what these tests are about."""


class Answers(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self):
        self.answer(body=False)

    def do_GET(self):
        self.answer(body=True)

    def answer(self, *, body):
        host = self.headers["Host"]
        with self.server.lock:
            self.server.asked.append((self.command, host.partition(":")[0], self.path))
            self.server.at_once[host] += 1
            most = max(self.server.most_at_once[host], self.server.at_once[host])
            self.server.most_at_once[host] = most
        try:
            self.respond(self.path.strip("/").split("/"), body=body)
        finally:
            with self.server.lock:
                self.server.at_once[host] -= 1

    def respond(self, words, *, body):
        special = getattr(self, f"respond_{words[0].replace('-', '_')}", None)
        if special:
            special(words, body)
        else:
            code = self.server.codes.get(self.path) or words[0]
            self.start(int(code) if str(code).isdigit() else 200)

    def start(self, code, **headers):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def respond_vers(self, words, body):
        """/vers/301/ok"""
        self.start(int(words[1]), Location="/" + "/".join(words[2:]))

    def respond_ailleurs(self, words, body):
        """/ailleurs/0: where the test wrote to send."""
        self.start(302, Location=self.server.locations[words[1]])

    def respond_boucle(self, words, body):
        self.start(302, Location=f"/boucle/{int(words[1]) + 1}")

    def respond_sans_head(self, words, body):
        self.start(200 if body else 405)

    def respond_lent(self, words, body):
        time.sleep(float(words[1]))
        self.start(200)

    def respond_enorme(self, words, body):
        """Refused to HEAD, then a page without end to GET."""
        self.send_response(403)
        self.end_headers()
        while body:
            self.wfile.write(b"x" * 65536)

    def respond_goutte(self, words, body):
        """A header every so often, for ever."""
        self.send_response(200)
        self.flush_headers()
        while True:
            self.wfile.write(b"X-Goutte: 1\r\n")
            self.wfile.flush()
            time.sleep(0.05)

    def respond_robots(self, words, body):
        self.send_response(403)
        self.send_header("Content-Length", "22")
        self.end_headers()
        if body:
            self.wfile.write(b"<title>Captcha</title>")

    def respond_coupe(self, words, body):
        self.connection.close()

    def log_message(self, *args):
        """Nothing to say."""


def resolve_to(names=None, *, default="127.0.0.1"):
    """A resolver that knows some names: to an address, to several, or to none."""

    def resolve(host, port, timeout):
        found = (names or {}).get(host, default)
        if not found:
            raise Refused("dns", "nom de site introuvable")
        return [found] if isinstance(found, str) else found

    return resolve


def open_gate(names=None):
    """Lets everything reach the local site: what production never does."""
    return Gate(resolve_to(names), allows=lambda address: True, ports=None)
