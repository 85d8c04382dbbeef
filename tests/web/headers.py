"""What every answer of the site carries; each test of the doors looks at every answer that it is given."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
COMPILING = STRICT | {"script-src": "'self' 'wasm-unsafe-eval'"}
"""The page of a scanner and its worker, and nothing else."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POWERS = ("camera", "microphone", "geolocation", "usb", "payment", "display-capture")
FILES = ("/static/", "/scanner/sw.js")
"""Of everybody: caches may keep them."""
DECODER = "/reader.worker."
MARK_OF_THE_SCANNER = b'id="scanner"'


def wanting(
    headers: Mapping[str, str], *, compiles: bool = False, films: bool = False, kept: bool = False
) -> list[str]:
    """What these headers of an answer lack or say wrongly. `compiles` the decoder, `films`, may be `kept` by caches."""
    policy = dict(part.strip().split(" ", 1) for part in headers.get("Content-Security-Policy", "").split(";") if part)
    found = [] if policy == (COMPILING if compiles else STRICT) else [f"Content-Security-Policy: {policy}"]
    found += [f"{name}: {headers.get(name)}" for name, value in ALWAYS.items() if headers.get(name) != value]
    powers = set(headers.get("Permissions-Policy", "").split(", "))
    allowed = {"camera=(self)" if films and power == "camera" else f"{power}=()" for power in POWERS}
    found += [f"Permissions-Policy without {one}" for one in sorted(allowed - powers)]
    forbidden = "no-store" in headers.get("Cache-Control", "")
    return found + ([f"Cache-Control: {headers.get('Cache-Control')}"] if forbidden == kept else [])


def look(request: Mapping[str, Any], answer: Any) -> None:
    """Refuse an answer in which something is wanting, whichever test asked for it."""
    where = request["PATH_INFO"]
    is_file = answer.status_code == 200 and where.startswith(FILES)
    scans = not answer.streaming and MARK_OF_THE_SCANNER in answer.content
    compiles = scans or (is_file and DECODER in where)
    found = wanting(answer.headers, compiles=compiles, films=scans, kept=is_file)
    if found and request["REQUEST_METHOD"] == "HEAD":  # the scanner's own cannot be told by what it shows
        found = wanting(answer.headers, compiles=True, films=True, kept=is_file)
    assert found == [], f"{request['REQUEST_METHOD']} {where} {answer.status_code}: {found}"


def looked_at(request: Callable[..., Any]) -> Callable[..., Any]:
    """`Client.request` that looks at what it is answered."""

    def answered(self: Client, **environment: Any) -> Any:
        answer = request(self, **environment)
        look(environment, answer)
        return answer

    return answered


@contextmanager
def every_answer_looked_at() -> Iterator[None]:
    """As long as it lasts, every test client looks at the headers of what it is answered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", looked_at(Client.request))
        yield
