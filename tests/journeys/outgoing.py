"""Requests that leave the site: there should be none, whoever makes them."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request, WebSocket

THIS_MACHINE = {"localhost", "127.0.0.1"}
OVER_THE_NETWORK = {"http", "https", "ws", "wss"}


class Outgoing:
    """Notes what the pages, workers and service workers of a browser ask of others, be it answered, refused or blocked.

    The site is this machine, on whatever port: a phone's line has one of its own.
    """

    def __init__(self) -> None:
        self.requests: list[str] = []

    def watch(self, browser: Browser) -> Browser:
        """From now on, in every context that is opened."""
        browser.on("context", self._watch_context)
        return browser

    def _watch_context(self, context: BrowserContext) -> None:
        context.on("request", self._note)
        context.on("page", self._watch_page)

    def _watch_page(self, page: Page) -> None:
        page.on("websocket", self._note)

    def _note(self, asked: Request | WebSocket) -> None:
        parts = urlsplit(asked.url)
        if parts.scheme in OVER_THE_NETWORK and parts.hostname not in THIS_MACHINE:
            self.requests.append(asked.url)
