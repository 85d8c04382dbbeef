"""Logging: one line of JSON an event, and a last-chance mask over anything that looks like a national ID."""

import logging
import re
from typing import Any

import structlog

NUMBER = re.compile(r"[A-Za-z][1289A-Da-d]\d{8}")


def mask(text: str) -> str:
    """The text with whole national IDs struck out."""
    return NUMBER.sub("[national id]", text)


class MaskingFormatter(structlog.stdlib.ProcessorFormatter):
    """Masks the finished line, tracebacks and all: nothing is written that was not looked at."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def logging_of(level: str) -> dict[str, Any]:
    """Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "config.logs.MaskingFormatter",
                "foreign_pre_chain": [
                    structlog.stdlib.add_log_level,
                    structlog.stdlib.add_logger_name,
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                    structlog.processors.format_exc_info,
                ],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["console"], "level": level, "propagate": False},
            "django.request": {"level": "ERROR"},
            "procrastinate": {"level": "WARNING"},
            "fido2": {"level": "WARNING"},
            "authlib": {"level": "WARNING"},
        },
    }
