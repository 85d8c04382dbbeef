"""What every page shows around its own content: whose site it is, who is logged in, in which language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from hefa.accounts.models import Account
from hefa.base.clock import now
from hefa.learners.queries import link_of
from hefa.organisers.models import Officer
from hefa.organisers.queries import identities_of, operator_of, site_names
from hefa.units.names import NO_UNIT_LABEL
from hefa.web.shell.acting import acting_for
from hefa.web.shell.line_app import is_line
from hefa.web.shell.numberless import TAKEN_OUT


@dataclass(frozen=True, slots=True)
class Site:
    """The names at the head of each page."""

    agency: str
    name: str
    english_name: str


@dataclass(frozen=True, slots=True)
class Identity:
    """登入身分, 服務單位, 目前身分 of whoever is logged in. `organisers` are those acted for; `offices` counts all."""

    name: str
    unit: str
    organisers: tuple[str, ...]
    acting: str
    offices: int
    is_operator: bool

    @property
    def is_officer(self) -> bool:
        return bool(self.organisers)


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor. `identity` is None for a visitor and costs no statement until a template asks for it."""
    return {
        "site": SimpleLazyObject(named_site),
        "lang": "zh",
        "in_line": is_line(request),
        "number_taken_out": TAKEN_OUT in request.GET,
        "identity": SimpleLazyObject(lambda: _identity(request)),
    }


def named_site() -> Site:
    """The names as the operators set them, and as the environment says where they set none."""
    told = site_names()
    return Site(
        agency=told.agency or settings.HEFA_AGENCY_NAME,
        name=told.name or settings.HEFA_SITE_NAME,
        english_name=told.english_name or settings.HEFA_SITE_ENGLISH_NAME,
    )


def _identity(request: HttpRequest) -> Identity | None:
    if not isinstance(request.user, Account):
        return None
    account, today, chosen = request.user, localdate(now()), acting_for(request)
    link = link_of(account)
    offices = list(identities_of(account, on=today))
    acting = [office for office in offices if chosen is None or office.public_id == chosen]
    unit = link.unit.name if link is not None and link.unit is not None else NO_UNIT_LABEL
    organisers = tuple(office.organiser.name for office in acting)
    return Identity(
        name=account.name,
        unit=organisers[0] if organisers else unit,
        organisers=organisers,
        acting=acting_words(acting),
        offices=len(offices),
        is_operator=operator_of(account, on=today) is not None,
    )


def acting_words(offices: Sequence[Officer]) -> str:
    """目前身分 in words: 學員, or the office acted for, or the first of several."""
    if not offices:
        return "學員"
    if len(offices) > 1:
        return f"承辦人（{offices[0].organiser.name}等 {len(offices)} 個身分）"
    deputised = offices[0].deputises
    standing_in = f"，代理 {deputised.account.name}" if deputised else ""
    return f"承辦人（{offices[0].organiser.name}{standing_in}）"
