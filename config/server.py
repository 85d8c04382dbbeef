"""What gunicorn is told beside its command line (`--config python:config.server`): its words go our logs' way."""

from gunicorn.http import wsgi

from config.logs import logging_of

OURS = logging_of("WARNING")
logconfig_dict = OURS | {
    "loggers": OURS["loggers"]
    | {
        "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": ["console"], "level": "INFO", "propagate": False},
    }
}
access_log_format = "%(m)s %(U)s %(s)s %(B)s %(D)s"
"""For whoever switches it on: the path alone, no query, no referrer, no cookie."""


def _of_no_product(response: wsgi.Response) -> list[str]:
    return [header for header in OF_GUNICORN(response) if not header.startswith("Server:")]


OF_GUNICORN = wsgi.Response.default_headers
wsgi.Response.default_headers = _of_no_product
"""No answer names the product that serves it; gunicorn has no setting for this."""
