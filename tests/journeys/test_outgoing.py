"""The other journeys fail when something leaves the origin (`nothing_leaves_the_site`). Here something does."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.outgoing import Outgoing

FOREIGN = "https://elsewhere.invalid"
FILES = {
    "/": (
        "text/html",
        f"""<!doctype html><title>leaky</title><script>
const failed = (asks) => new Promise((told) => {{ asks.onerror = told; }});
const put = (name, kind) => Object.assign(document.head.appendChild(document.createElement(name)), kind);
const worker = new Worker("/worker.js");
Promise.all([
  failed(put("img", {{ src: "{FOREIGN}/picture.png" }})),
  failed(put("link", {{ rel: "stylesheet", href: "{FOREIGN}/style.css" }})),
  failed(new WebSocket("{FOREIGN}/socket".replace("https", "wss"))),
  new Promise((told) => {{ worker.onmessage = told; }}),
  navigator.serviceWorker.register("/service.js").then(() => navigator.serviceWorker.ready),
]).then(() => {{ document.title = "ready"; }});
</script>""",
    ),
    "/worker.js": ("text/javascript", f"fetch('{FOREIGN}/worker').catch(() => postMessage(1))"),
    "/service.js": (
        "text/javascript",
        f"oninstall = (event) => event.waitUntil(fetch('{FOREIGN}/service').catch(() => undefined))",
    ),
}
LEFT = {f"{FOREIGN}/{name}" for name in ("picture.png", "style.css", "worker", "service")} | {
    "wss://elsewhere.invalid/socket"
}


class Leaky(BaseHTTPRequestHandler):
    """A site that sends its visitors elsewhere."""

    def do_GET(self) -> None:
        kind, text = FILES.get(self.path, ("text/plain", ""))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


@pytest.fixture
def leaky_site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Leaky) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def test_a_picture_a_style_a_worker_a_service_worker_and_a_socket_that_leave_are_seen(
    chromium: Browser, leaky_site: str, outgoing: Outgoing
) -> None:
    page = chromium.new_page()
    page.goto(leaky_site)
    expect(page).to_have_title("ready")
    page.close()
    assert set(outgoing.requests) == LEFT
    outgoing.requests.clear()


@pytest.mark.django_db(transaction=True)
def test_what_the_policy_blocks_is_seen_too(phone: Page, live_server: LiveServer, outgoing: Outgoing) -> None:
    phone.goto("/")
    phone.evaluate("url => { new Image().src = url }", f"{FOREIGN}/picture.png")
    phone.goto("/code/")
    assert outgoing.requests == [f"{FOREIGN}/picture.png"]
    outgoing.requests.clear()
