"""What gunicorn is told beside its command line (`--config python:config.server`): its words go our logs' way."""

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
