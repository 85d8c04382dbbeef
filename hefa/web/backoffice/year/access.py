"""Who may do what with a roster. One of another organiser is not there at all: 404, like one that never was."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from hefa.organisers.queries import offices_over
from hefa.paperwork.models import YearRoster
from hefa.paperwork.queries.year import rosters_of
from hefa.web.backoffice.access import Offices
from hefa.web.shell.audience import account_of


@dataclass(frozen=True, slots=True)
class RosterDesk(Offices):
    """A roster as its officer has it on the desk."""

    roster: YearRoster

    @property
    def heading(self) -> str:
        """115 年度　綠水縣政府環境保護局（機關代碼: 355000000I）."""
        return f"{self.roster.roc_year} 年度　{self.roster.unit.name}（機關代碼: {self.roster.unit.code}）"


def roster_desk(request: HttpRequest, public_id: UUID, *, at: datetime) -> RosterDesk:
    """Put a roster on the desk of whoever asks. Raises Http404 unless one of the account's organisers keeps it."""
    account, today = account_of(request), localdate(at)
    roster = get_object_or_404(rosters_of(account, on=today), public_id=public_id)
    offices = offices_over(account, roster.organiser, on=today)
    return RosterDesk(tuple(offices), roster)
