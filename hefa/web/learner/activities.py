"""活動查詢: the activities that learners find and enrol in. Nothing of it is personal: the filter stands in the URL."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.activities.names import CodeList
from hefa.activities.queries import (
    code_labels,
    enrolment_in,
    enrolment_tally,
    enrolment_terms,
    offering_to_see,
    published_offerings,
    published_teachers,
    search_published,
)
from hefa.activities.rules import enrolment_obstacle
from hefa.base.clock import now
from hefa.learners.models import AccountLink
from hefa.learners.queries import link_of
from hefa.web.learner.activity_cards import (
    OBSTACLES,
    activity_card,
    moment_words,
    people_words,
    time_words,
    title_of,
)
from hefa.web.learner.code_words import account_words, colon
from hefa.web.learner.enrolment_words import enrolment_words
from hefa.web.learner.words import words
from hefa.web.shell.audience import everyone
from hefa.web.shell.forms import PageForm
from hefa.web.shell.language import Language, Words, bilingual, language_of
from hefa.web.shell.offering_filter import RocDateField

PER_PAGE = 20
LABELLED = ("keywords", "county", "method", "from_date", "to_date", "only_open")


class ActivityFilter(PageForm):
    """可自行設定查詢條件 of everybody; each field may stay empty."""

    optional_word = ""

    keywords = forms.CharField(required=False, max_length=100)
    county = forms.ChoiceField(required=False)
    method = forms.ChoiceField(required=False)
    from_date = RocDateField(required=False)
    to_date = RocDateField(required=False)
    only_open = forms.BooleanField(required=False)

    def __init__(self, data: Mapping[str, Any], *, said: Words, labels: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(data)
        self.said = said
        for name in LABELLED:
            self.fields[name].label = said[name]
        for name, choices in labels.items():
            cast(forms.ChoiceField, self.fields[name]).choices = [("", said["any"]), *choices.items()]
        for name in ("from_date", "to_date"):
            self.fields[name].error_messages["invalid"] = said["date_invalid"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("from_date"), cleaned.get("to_date")
        if start and end and end < start:
            self.add_error("to_date", self.said["date_order"])
        return cleaned


@everyone
@bilingual
@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """The activities ahead that this visitor may enrol in, the next first."""
    at, language = now(), language_of(request)
    said, link = words(language), _link(request)
    labels = {"county": code_labels(CodeList.COUNTY, on=localdate(at)), "method": _methods(at)}
    form = ActivityFilter({name: request.GET.get(name, "") for name in LABELLED}, said=said, labels=labels)
    published = published_offerings(link.unit if link else None, at=at)
    found = search_published(published, at=at, **form.cleaned_data) if form.is_valid() else published.none()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    cards = [
        activity_card(one, said, language, county=labels["county"].get(one.activity.county, ""), at=at)
        for one in page.object_list
    ]
    context = {
        "lang": language,
        "words": said,
        "form": form,
        "filtered": any(form.data.values()),
        "cards": cards,
        "page": page,
        "total_words": said["total"].format(
            total=page.paginator.count, first=page.start_index(), last=page.end_index()
        ),
        "page_words": said["page_of"].format(page=page.number, pages=page.paginator.num_pages),
    }
    return render(request, "learner/activities.html", context)


@everyone
@bilingual
@require_safe
def activity(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One offering with all that a learner wants to know, and 報名 or why not."""
    offering = offering_asked(request, public_id)
    at, language = now(), language_of(request)
    said, link, held = words(language), _link(request), offering.activity
    tally = enrolment_tally(offering)
    obstacle = enrolment_obstacle(enrolment_terms(offering, link.unit if link else None), at=at)
    own = enrolment_in(link.account, link, offering) if link else None
    day = localdate(offering.starts_at)
    county = code_labels(CodeList.COUNTY, on=day).get(held.county, "")
    context = {
        "lang": language,
        "words": said,
        "colon": colon(language),
        "offering": offering,
        "title": title_of(offering, said),
        "held_at": time_words(offering.starts_at, offering.ends_at, language),
        "place": "　".join(filter(None, (county, held.place))),
        "method": code_labels(CodeList.METHOD, on=day).get(held.method, ""),
        "field": code_labels(CodeList.FIELD, on=day).get(held.field, ""),
        "card": activity_card(offering, said, language, county=county, at=at),
        "people": people_words(offering.capacity, tally.taken, said),
        "left": said["left_words"].format(left=tally.left) if tally.left else "",
        "full": tally.left == 0,
        "enrol_times": _enrol_times(offering, language),
        "lecturers": published_teachers(offering),
        "obstacle": said[OBSTACLES[obstacle]] if obstacle else "",
        "link": link,
        "person": account_words(link.account, link, language) if link else None,
        "own": enrolment_words(own, said, language) if own else None,
    }
    return render(request, "learner/activity.html", context)


def offering_asked(request: HttpRequest, public_id: UUID) -> Offering:
    """The offering, if this visitor may see it. Raises Http404."""
    account = request.user if isinstance(request.user, Account) else None
    found = offering_to_see(account, _link(request), public_id)
    if found is None:
        raise Http404
    return found


def _methods(at: Any) -> Mapping[str, str]:
    labels = code_labels(CodeList.METHOD, on=localdate(at))
    return dict(sorted(labels.items(), key=lambda pair: (len(pair[0]), pair[0])))


def _enrol_times(offering: Offering, language: Language) -> tuple[str, ...]:
    """From when and until when; empty where nobody enrols on their own."""
    if offering.enrol_from is None or offering.enrol_until is None:
        return ()
    return moment_words(offering.enrol_from, language), moment_words(offering.enrol_until, language)


def _link(request: HttpRequest) -> AccountLink | None:
    return link_of(request.user) if isinstance(request.user, Account) else None
