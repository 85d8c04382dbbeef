"""A small browser for the demonstration: cookies, forms with their hidden fields, redirects."""

import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any

PATIENCE = 30


@dataclass(frozen=True)
class Page:
    """An answer: where it came from, its status, its content."""

    url: str
    status: int
    content: bytes
    file_name: str

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")


class Browser:
    """One person's browser, with cookies of its own."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Page:
        return self._open(urllib.request.Request(self._address(path)))

    def submit(self, page: Page, action: str, **fields: str) -> Page:
        """Fill in the form of `page` that goes to `action` and send it, hidden fields and all."""
        hidden = _Forms.of(page.text, page.url)[self._address(action)]
        body = urllib.parse.urlencode({**hidden, **fields}).encode()
        return self._open(urllib.request.Request(self._address(action), body, {"Referer": page.url}))

    def post_json(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        """Send JSON as a script of the page does; anything but a 200 ends the demonstration."""
        told = {"Content-Type": "application/json", **headers}
        page = self._open(urllib.request.Request(self._address(path), json.dumps(body).encode(), told))
        if page.status != 200:
            raise SystemExit(f"{path} answered {page.status}: {page.text[:300]}")
        answer: dict[str, Any] = json.loads(page.content)
        return answer

    def _address(self, path: str) -> str:
        return urllib.parse.urljoin(self.base_url, path)

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=PATIENCE) as response:
                return Page(response.url, response.status, response.read(), response.headers.get_filename() or "")
        except urllib.error.HTTPError as error:
            return Page(request.full_url, error.code, error.read(), "")


class _Forms(HTMLParser):
    """The named values that each form of a page would send untouched, by the form's address."""

    def __init__(self, page_url: str) -> None:
        super().__init__()
        self.page_url = page_url
        self.found: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] | None = None

    @classmethod
    def of(cls, html: str, page_url: str) -> dict[str, dict[str, str]]:
        parser = cls(page_url)
        parser.feed(html)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            action = urllib.parse.urljoin(self.page_url, told.get("action") or self.page_url)
            self._form = self.found.setdefault(action, {})
        elif tag == "input" and self._form is not None and told.get("type") == "hidden" and told.get("name"):
            self._form[str(told["name"])] = told.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
