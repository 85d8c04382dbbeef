"""Who may do what here. An offering of another organiser is not there at all: 404, like one that never was."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from hefa.activities.models import Offering
from hefa.activities.queries import offerings_of
from hefa.audit.names import Actor
from hefa.organisers.models import Officer
from hefa.organisers.names import Duty
from hefa.organisers.queries import offices_over
from hefa.web.shell.audience import account_of


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices that an account holds where something lies, and so what it may do with it."""

    offices: tuple[Officer, ...]

    def may(self, duty: Duty) -> bool:
        return any(officer.has(duty) for officer in self.offices)

    def officer(self, duty: Duty) -> Officer:
        """The office that carries this duty. Raises PermissionDenied, in words."""
        for officer in self.offices:
            if officer.has(duty):
                return officer
        raise PermissionDenied(f"您沒有「{duty.label}」的權限，請洽開課單位。")

    @property
    def may_record(self) -> bool:
        return self.may(Duty.RECORD)

    @property
    def may_manage(self) -> bool:
        return self.may(Duty.MANAGE)

    @property
    def may_export(self) -> bool:
        return self.may(Duty.EXPORT)

    @property
    def may_scan(self) -> bool:
        return self.may(Duty.SCAN)


@dataclass(frozen=True, slots=True)
class Desk(Offices):
    """An offering as its officer has it on the desk."""

    offering: Offering

    @property
    def heading(self) -> str:
        """As the manual heads its page: 測試活動001 第 1 期 (活動代碼: Test01)."""
        activity = self.offering.activity
        return f"{activity.name} 第 {self.offering.number} 期 (活動代碼: {activity.code})"


def planned_by(request: HttpRequest, public_id: UUID, *, at: datetime) -> Offering:
    """An offering that whoever asks may plan (維護活動). Raises Http404."""
    mine = offerings_of(account_of(request), on=localdate(at), duty=Duty.MANAGE)
    return get_object_or_404(mine, public_id=public_id)


def actor_of(request: HttpRequest) -> Actor:
    """Whoever asks, as the audit names them."""
    return Actor.account(account_of(request).public_id)


def desk_of(request: HttpRequest, public_id: UUID, *, at: datetime) -> Desk:
    """Put an offering on the desk of whoever asks. Raises Http404 unless one of the account's organisers holds it."""
    account, today = account_of(request), localdate(at)
    offering = get_object_or_404(offerings_of(account, on=today), public_id=public_id)
    offices = offices_over(account, offering.activity.organiser, on=today)
    return Desk(tuple(offices), offering)
