"""A provider of OpenID Connect in this process: it signs real tokens, and can be told to lie."""

import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from hefa.base.clock import now

CLIENT_ID, CLIENT_SECRET = "hefa", "a-secret-of-sixty-four-letters-that-is-known-to-both-of-them-1234"


@dataclass
class Issuer:
    """What the provider knows of one login that is under way. `lies` replace claims; `key` signs."""

    address: str = ""
    asked: dict[str, str] = field(default_factory=dict)
    subject: str = "4711"
    lies: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    signing: RSAKey | OctKey | None = None

    def let_in(self, location: str) -> dict[str, str]:
        """What the browser brings back after the person has logged in here."""
        parts = urlsplit(location)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.address}/authorize"
        self.asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert (self.asked["client_id"], self.asked["code_challenge_method"]) == (CLIENT_ID, "S256")
        return {"code": "a-code", "state": self.asked["state"]}

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }

    def token(self, form: dict[str, list[str]]) -> dict[str, Any] | None:
        """None unless the code comes back with the verifier of its challenge."""
        verifier = form.get("code_verifier", [""])[0].encode()
        challenge = urlsafe_b64encode(sha256(verifier).digest()).decode().rstrip("=")
        if form.get("code") != ["a-code"] or challenge != self.asked["code_challenge"]:
            return None
        at = int(now().timestamp())
        told = {
            "iss": self.address,
            "sub": self.subject,
            "aud": CLIENT_ID,
            "iat": at,
            "exp": at + 300,
            "nonce": self.asked["nonce"],
            "email": "alice@example.org",
        }
        header = {"alg": self.algorithm, "kid": "1"}
        signed = jwt.encode(header, told | self.lies, self.signing or self.key, algorithms=[self.algorithm])
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@contextmanager
def an_issuer() -> Iterator[Issuer]:
    """The provider at a free port, until the end of the block."""
    issuer = Issuer()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - the name that the server calls
            self._answer(
                issuer.metadata() if "well-known" in self.path else {"keys": [issuer.key.as_dict(private=False)]}
            )

        def do_POST(self) -> None:  # noqa: N802 - the name that the server calls
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._answer(issuer.token(form))

        def _answer(self, told: dict[str, Any] | None) -> None:
            content = json.dumps(told or {"error": "invalid_grant"}).encode()
            self.send_response(200 if told else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *told: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        issuer.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield issuer
        server.shutdown()
        thread.join()
