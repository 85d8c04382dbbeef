"""稽核紀錄 for operators: every organiser's entries, and those of nobody in particular."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.learners.models import Learner
from hefa.organisers.models import Organiser
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.journal import Shelf, search, take, take_chain
from hefa.web.shell.proof import freshly_proven


@operator_only
@sensitive_post_parameters("national_id", "last4", "name")
@require_http_methods(["GET", "HEAD", "POST"])
def journal(request: HttpRequest) -> HttpResponse:
    """Search the audit, and read on."""
    at = now()
    return search(request, _shelf(request), "operator/journal.html", at=at)


@operator_only
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def journal_file(request: HttpRequest) -> HttpResponse:
    """What was looked for as a file."""
    at = now()
    return take(request, _shelf(request), "operator/journal_file.html", at=at)


@operator_only
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def journal_roots(request: HttpRequest) -> HttpResponse:
    """The signed roots, to be kept elsewhere."""
    at = now()
    return take_chain(request, _shelf(request), "operator/journal_roots.html", at=at)


def _shelf(request: HttpRequest) -> Shelf:
    return Shelf(
        actor=Actor.account(account_of(request).public_id),
        office=None,
        organisers=Organiser.objects.order_by("name", "pk"),
        within=None,
        learners=Learner.objects.all(),
        namespace="operator",
    )
