"""Logging: one line of JSON an event, of known fields alone, and a last-chance mask over what may have slipped in.

What an exception says is left out but for the database's connection: drivers and mail servers quote what they refuse.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError

FIELDS = ("event", "level", "logger", "timestamp", "exception")
NUMBER = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ][1289A-Da-d１２８９Ａ-Ｄａ-ｄ]\d{8}")  # noqa: RUF001 - as phones type them
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w-])(?:\+886-?9|09)\d{2}-?\d{3}-?\d{3}(?![\w-])")
SECRET_ADDRESS = re.compile(r"(/scanner/pass/|/reset/)[\w-]+")
"""Whoever reads these addresses can use them: of a scanner that is lent, of a password that is set anew."""
QUOTING = re.compile(r"django\.security\..*|gunicorn\.error: Invalid request.*", re.DOTALL)
"""Logger and event of what the framework or the server found suspicious: they quote it, and it may be anything."""
TELLING = (OperationalError, InterfaceError)


def mask(text: str) -> str:
    """The text with whole national IDs, addresses of people, telephones and secret addresses struck out."""
    text = SECRET_ADDRESS.sub(r"\1[secret]", text)
    return PHONE.sub("[telephone]", MAIL.sub("[address]", NUMBER.sub("[national id]", text)))


def told_of(error: BaseException) -> str:
    """Kinds and places of an error and of what caused it, without what they say."""
    return "\n".join(_lines(error, set()))


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen)
    yield f"{type(error).__module__}.{type(error).__qualname__}{_said(error)}"
    yield from (
        f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    )


def _said(error: BaseException) -> str:
    return f": {str(error).splitlines()[0]}" if isinstance(error, TELLING) and str(error) else ""


def only_known(logger: object, name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Let the known fields pass, and turn the exception of the record into kinds and places."""
    raised: tuple[type[BaseException], BaseException, TracebackType | None] | None = event.pop("exc_info", None)
    if isinstance(raised, tuple) and raised[1] is not None:
        event["exception"] = told_of(raised[1])
    if QUOTING.fullmatch(f"{event.get('logger')}: {event['event']}"):
        event["event"] = "a suspicious request"
    return {field: event[field] for field in FIELDS if field in event}


class MaskingFormatter(structlog.stdlib.ProcessorFormatter):
    """Masks the finished line: nothing is written that was not looked at."""

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
                ],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    only_known,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["console"], "level": level, "propagate": False},
            "django.request": {"level": "CRITICAL"},
            "procrastinate": {"level": "WARNING"},
            "fido2": {"level": "WARNING"},
            "authlib": {"level": "WARNING"},
        },
    }
