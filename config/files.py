"""What static files are answered with beyond what every answer carries."""

from wsgiref.headers import Headers

from csp.constants import HEADER
from csp.utils import build_policy

DECODER = "/scanner/reader.worker."
"""How the address of the decoder's worker goes on, with or without a hash in its name."""


def headers_of_file(headers: Headers, path: str, url: str) -> None:
    """Let the worker of the scanner compile the decoder: a worker obeys the policy of its own file, not its page's."""
    if DECODER in url:
        headers[HEADER] = build_policy(update={"script-src": ["'wasm-unsafe-eval'"]})
