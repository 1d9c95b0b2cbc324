"""A stand-in for ProConnect, in a thread: it signs what the test tells it to."""

import hashlib
import json
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "portail-essai"
KEY, OTHER_KEY = (rsa.generate_private_key(65537, 2048) for _ in range(2))


class Provider:
    """`person`, `identity` and `about` are what the tokens say beyond the ordinary."""

    def __init__(self):
        self.person = {"sub": "sub-1", "email": "camille@essai.example"}
        self.identity = {}
        self.about = {}
        self.signs_with = KEY
        self.algorithm = "RS256"
        self.down = self.plain = False
        self.nonce = self.challenge = ""
        self.asked = []

    @property
    def issuer(self):
        return f"{self.address}/api/v2"

    def token(self, claims):
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60}
        values = {name: value for name, value in (usual | claims).items() if value is not None}
        key = self.signs_with if self.algorithm == "RS256" else "secret-partage" * 4
        return jwt.encode(values, key, self.algorithm, headers={"kid": "k1"})

    def answer(self, path, fields):
        """Content type and body."""
        if path == "/api/v2/jwks":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return "application/json", json.dumps({"keys": [key | {"kid": "k1", "alg": "RS256"}]})
        if path == "/api/v2/token":
            self.asked.append(fields)
            identity = {"sub": self.person["sub"], "nonce": self.nonce, **self.identity}
            tokens = {"access_token": "jeton", "id_token": self.token(identity)}
            return "application/json", json.dumps(tokens)
        if self.plain:
            return "application/json", json.dumps(self.person)
        return "application/jwt; charset=utf-8", self.token(self.person | self.about)

    def proves(self, fields):
        """PKCE: the verifier that comes with the code is the one announced."""
        digest = hashlib.sha256(fields["code_verifier"].encode()).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge


@contextmanager
def running():
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            length = int(self.headers.get("Content-Length") or 0)
            fields = dict(parse_qsl(self.rfile.read(length).decode()))
            if provider.down:
                return self.send_error(502)
            content_type, body = provider.answer(urlsplit(self.path).path, fields)
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.end_headers()
            return self.wfile.write(body.encode())

        do_POST = do_GET

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
