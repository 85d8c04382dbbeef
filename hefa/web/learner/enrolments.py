"""報名 and 我的報名."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hefa.activities.actions import EnrolmentRefused, OfferingBegun, enrol_oneself, withdraw
from hefa.activities.names import EnrolmentState
from hefa.activities.queries import enrolments_of, own_enrolment
from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.learners.queries import link_of
from hefa.web.learner.activities import offering_asked
from hefa.web.learner.activity_cards import OBSTACLES
from hefa.web.learner.code_words import colon
from hefa.web.learner.enrolment_words import enrolment_words
from hefa.web.learner.words import words
from hefa.web.shell.audience import account_of, learner_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.language import bilingual, language_of

TOLD = {
    EnrolmentState.PENDING: "told_pending",
    EnrolmentState.APPROVED: "told_approved",
    EnrolmentState.WAITING: "told_waiting",
    EnrolmentState.DECLINED: "told_declined",
}
GLAD = (EnrolmentState.PENDING, EnrolmentState.APPROVED)


@learner_only
@form_target("learner:activity")
def enrol(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """報名, or 候補 when no place is left. Twice does no more."""
    offering, said = offering_asked(request, public_id), words(language_of(request))
    link = link_of(account_of(request))
    if link is None:
        messages.warning(request, said["no_learner"])
        return redirect("learner:activity", public_id)
    try:
        enrolment = enrol_oneself(offering=offering, link=link, at=now())
    except EnrolmentRefused as refused:
        messages.warning(request, said[OBSTACLES[refused.obstacle]])
        return redirect("learner:activity", public_id)
    state = EnrolmentState(enrolment.state)
    tell = messages.success if state in GLAD else messages.warning
    tell(request, said[TOLD[state]])
    return redirect("learner:enrolments")


@learner_only
@bilingual
@require_safe
def enrolments(request: HttpRequest) -> HttpResponse:
    """我的報名: what is ahead, then what was before."""
    at, language = now(), language_of(request)
    said = words(language)
    own = enrolments_of(account_of(request))
    ahead = [one for one in own if one.enrolment.offering.ends_at > at]
    past = [one for one in own if one.enrolment.offering.ends_at <= at]
    context = {
        "lang": language,
        "words": said,
        "colon": colon(language),
        "ahead": [enrolment_words(one.enrolment, said, language, place=one.place) for one in reversed(ahead)],
        "past": [enrolment_words(one.enrolment, said, language, place=one.place) for one in past],
    }
    return render(request, "learner/enrolments.html", context)


@learner_only
@bilingual
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """取消報名: ask first; then the place goes to the first who waits."""
    language = language_of(request)
    said, account = words(language), account_of(request)
    enrolment = own_enrolment(account, public_id)
    if enrolment is None:
        raise Http404
    if request.method != "POST":
        row = enrolment_words(enrolment, said, language)
        context = {"lang": language, "words": said, "colon": colon(language), "row": row}
        return render(request, "learner/withdrawal.html", context)
    try:
        withdrawn = withdraw(enrolment=enrolment, actor=Actor.account(account.public_id), at=now())
    except OfferingBegun:
        messages.warning(request, said["begun"])
    else:
        tell = messages.success if withdrawn else messages.warning
        tell(request, said["told_withdrawn" if withdrawn else "withdrawn_before"])
    return redirect("learner:enrolments")
