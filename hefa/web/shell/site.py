"""What every page shows around its own content: whose site it is, who is logged in, in which language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from hefa.accounts.models import Account
from hefa.base.clock import now
from hefa.learners.queries import link_of
from hefa.organisers.queries import officers_of, operator_of
from hefa.units.names import NO_UNIT_LABEL
from hefa.web.shell.line_app import is_line


@dataclass(frozen=True, slots=True)
class Site:
    """The names at the head of each page, from the settings."""

    agency: str
    name: str
    english_name: str


@dataclass(frozen=True, slots=True)
class Identity:
    """登入身分 and 服務單位 of whoever is logged in."""

    name: str
    unit: str
    organisers: tuple[str, ...]
    is_operator: bool

    @property
    def is_officer(self) -> bool:
        return bool(self.organisers)


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor. `identity` is None for a visitor and costs no statement until a template asks for it."""
    return {
        "site": Site(
            agency=settings.HEFA_AGENCY_NAME,
            name=settings.HEFA_SITE_NAME,
            english_name=settings.HEFA_SITE_ENGLISH_NAME,
        ),
        "lang": "zh",
        "in_line": is_line(request),
        "identity": SimpleLazyObject(lambda: _identity(request)),
    }


def _identity(request: HttpRequest) -> Identity | None:
    account = request.user
    if not isinstance(account, Account):
        return None
    link = link_of(account)
    today = localdate(now())
    officers = officers_of(account, on=today)
    unit = link.unit.name if link is not None and link.unit is not None else NO_UNIT_LABEL
    organisers = tuple(officer.organiser.name for officer in officers)
    return Identity(
        name=account.name,
        unit=organisers[0] if organisers else unit,
        organisers=organisers,
        is_operator=operator_of(account, on=today) is not None,
    )
