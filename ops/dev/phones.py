"""The site for one's own phone: over HTTPS in the local network, with a page that says how to trust its certificate."""

import contextlib
import hashlib
import html
import os
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from ops.dev import serving
from ops.dev.place import PYTHON, ROOT, VAR, Trouble, say

CERTIFICATE_PATH = "/hefa-authority.crt"
ELSEWHERE = ("198.51.100.1", 9)
"""An address that nobody has: the way there says which of our own faces the network. Nothing is sent."""
PAGE = Path(__file__).with_name("trust.zh-TW.html")


def trust_in(folder: Path = VAR / "https") -> serving.Trust:
    """The files of HTTPS as they are called in a folder."""
    return serving.Trust(folder / "site.crt", folder / "site.key", folder / "authority.crt")


def front(host: str | None, port: int, trust: serving.Trust) -> serving.Front:
    """Where the site listens: at `host`, or at this machine's address in the local network, and for this machine."""
    if os.environ.get("HEFA_STAGE") == "production":
        raise Trouble("serve --https is for trying Hefa out; production has a certificate and nginx (ops/nginx).")
    address = host or _address()
    called = socket.gethostname().lower()
    names = dict.fromkeys((address, serving.HOST, "localhost", called, f"{called.partition('.')[0]}.local"))
    hosts = tuple(dict.fromkeys((address, serving.HOST)))
    return serving.Front(hosts, port, tuple(names), trust)


def check_ports(front: serving.Front) -> None:
    """The site's port, and the next one, where the certificate is handed out."""
    serving.check_front(front)
    serving.check_front(serving.Front(front.hosts[:1], front.port + 1))


def certify(front: serving.Front, trust: serving.Trust) -> None:
    """Make the certificate, or keep the one from before."""
    folder = str(trust.authority.parent)
    made = subprocess.run([PYTHON, "-m", "ops.authority", folder, *front.names], cwd=ROOT, check=False)
    if made.returncode:
        raise Trouble("The certificate could not be made; the reason stands above.")


@contextlib.contextmanager
def handing_out(front: serving.Front, trust: serving.Trust) -> Iterator[str]:
    """Hand out the authority's certificate with a page of words; yields that page's address."""
    page = PAGE.read_text(encoding="utf-8")
    for word, value in (
        ("SITE", front.address),
        ("FINGERPRINT", fingerprint(trust)),
        ("CERTIFICATE", CERTIFICATE_PATH),
    ):
        page = page.replace("{" + word + "}", html.escape(value))
    files = {
        "/": ("text/html; charset=utf-8", page.encode()),
        CERTIFICATE_PATH: ("application/x-x509-ca-cert", trust.authority.read_bytes()),
    }

    class Handing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = files.get(self.path, ("", b""))
            if not kind:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            return

    with ThreadingHTTPServer((front.hosts[0], front.port + 1), Handing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{front.hosts[0]}:{front.port + 1}/"
        server.shutdown()


def fingerprint(trust: serving.Trust) -> str:
    """SHA-256 of the authority's certificate, as phones and desktops show it."""
    der = ssl.PEM_cert_to_DER_cert(trust.authority.read_text(encoding="ascii"))
    return hashlib.sha256(der).digest().hex(" ").upper()


def tell(front: serving.Front, trust: serving.Trust, page: str) -> None:
    """Both addresses, to scan with the phone's camera."""
    say(f"\n1. Join the phone to this network, open {page} on it and follow the words there: once.")
    _draw(page)
    say(f"   The fingerprint to compare: {fingerprint(trust)}")
    say(f"\n2. Then open {front.address}")
    _draw(front.address)


def _draw(address: str) -> None:
    subprocess.run([PYTHON.with_name("segno"), "--compact", address], cwd=ROOT, check=False)


def _address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            raise Trouble(
                "This machine is in no network. Join the Wi-Fi that the phone is in, or name an address: --host ADDRESS"
            ) from None
        return str(probe.getsockname()[0])
