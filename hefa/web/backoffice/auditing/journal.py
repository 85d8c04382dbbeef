"""稽核紀錄 for auditors: the entries of the organisers under their 主管機關, and the learners of those alone."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hefa.activities.models import Enrolment
from hefa.audit.names import Actor
from hefa.awards.models import Award
from hefa.base.clock import now
from hefa.learners.models import Learner
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of, overseen_by
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.journal import Shelf, search, take, take_chain
from hefa.web.shell.proof import freshly_proven


@officer_only(Duty.AUDIT)
@sensitive_post_parameters("national_id", "last4", "name")
@require_http_methods(["GET", "HEAD", "POST"])
def journal(request: HttpRequest) -> HttpResponse:
    """Search the audit, and read on."""
    at = now()
    return search(request, _shelf(request, at=at), "backoffice/journal.html", at=at)


@officer_only(Duty.AUDIT)
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def journal_file(request: HttpRequest) -> HttpResponse:
    """What was looked for as a file."""
    at = now()
    return take(request, _shelf(request, at=at), "backoffice/journal_file.html", at=at)


@officer_only(Duty.AUDIT)
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def journal_roots(request: HttpRequest) -> HttpResponse:
    """The signed roots, to be kept elsewhere."""
    at = now()
    return take_chain(request, _shelf(request, at=at), "backoffice/journal_roots.html", at=at)


def _shelf(request: HttpRequest, *, at: datetime) -> Shelf:
    account, today = account_of(request), localdate(at)
    office = officers_of(account, on=today, duty=Duty.AUDIT)[0]
    overseen = overseen_by(account, on=today)
    pks = list(overseen.values_list("pk", flat=True))
    awarded = Award.objects.filter(offering__activity__organiser__in=pks)
    enrolled = Enrolment.objects.filter(offering__activity__organiser__in=pks)
    known = Q(pk__in=awarded.values("learner")) | Q(pk__in=enrolled.values("learner"))
    return Shelf(
        actor=Actor.account(account.public_id),
        office=office.organiser.public_id,
        organisers=overseen,
        within=list(overseen.values_list("public_id", flat=True)),
        learners=Learner.objects.filter(known),
        namespace="backoffice",
    )
