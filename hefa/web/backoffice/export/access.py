"""The papers that an officer may see: those of the organisers for which the account exports. Others are 404."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of, offices_over, organisers_of
from hefa.paperwork.models import Paper
from hefa.paperwork.queries import papers_made
from hefa.web.shell.audience import account_of


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper with the office through which it is seen."""

    paper: Paper
    officer: Officer


def exporting_offices(request: HttpRequest, *, at: datetime) -> list[Officer]:
    """The offices in which this account may export."""
    return list(officers_of(account_of(request), on=localdate(at), duty=Duty.EXPORT))


def exporting_organisers(request: HttpRequest, *, at: datetime) -> list[Organiser]:
    """The organisers for which this account may export, those that were merged into its own among them."""
    return list(organisers_of(account_of(request), on=localdate(at), duty=Duty.EXPORT))


def paper_of(request: HttpRequest, public_id: UUID, *, at: datetime) -> HeldPaper:
    """A paper of an organiser for which this account may export. Raises Http404."""
    paper = get_object_or_404(papers_made(exporting_organisers(request, at=at)), public_id=public_id)
    held = offices_over(account_of(request), paper.organiser, on=localdate(at), duty=Duty.EXPORT)
    return HeldPaper(paper, held[0])
