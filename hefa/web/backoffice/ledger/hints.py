"""異常提示 for officers: what may be worth a look among their offerings; each can be marked as 已查看."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.activities.queries import offerings_of
from hefa.awards.actions import mark_hint
from hefa.awards.names import HintKind
from hefa.awards.queries import Hint, hints_of, open_objections
from hefa.base.clock import now
from hefa.base.person_name import mask_name
from hefa.base.roc import format_roc_datetime
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of
from hefa.web.backoffice.ledger.awards import page_number
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm
from hefa.web.shell.reason import ReasonField

A_PAGE = 30


@dataclass(frozen=True, slots=True)
class HintWords:
    """A hint as it is read; `seen` says who has looked at it and what it was."""

    hint: Hint
    kind: str
    at: str
    activity: str
    people: str
    seen: str


class MarkForm(PageForm):
    """Which hint, and what it was."""

    kind = forms.ChoiceField(choices=HintKind.choices, widget=forms.HiddenInput)
    subject = forms.CharField(max_length=60, widget=forms.HiddenInput)
    note = ReasonField(label="說明")


@officer_only()
@require_safe
def hints(request: HttpRequest) -> HttpResponse:
    """The hints of all offerings that this officer sees, those that nobody has looked at first."""
    at = now()
    account, today = account_of(request), localdate(at)
    offerings = offerings_of(account, on=today)
    found = hints_of(offerings, codes_of_one_browser=settings.HEFA_CODES_OF_ONE_BROWSER, at=at)
    may_record = any(Duty.RECORD in office.duties for office in officers_of(account, on=today))
    context = hint_page(found, number=page_number(request.GET.get("page")))
    context |= {"objections": open_objections(offerings), "may_record": may_record}
    return render(request, "backoffice/hints.html", context)


@officer_only(Duty.RECORD)
@form_target("backoffice:hints")
def hint_mark(request: HttpRequest) -> HttpResponse:
    """已查看: only what is among this officer's own hints now, and with a note."""
    at = now()
    account, today = account_of(request), localdate(at)
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "；".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("backoffice:hints")
    offerings = offerings_of(account, on=today, duty=Duty.RECORD)
    found = hints_of(offerings, codes_of_one_browser=settings.HEFA_CODES_OF_ONE_BROWSER, at=at)
    kind, subject = HintKind(form.cleaned_data["kind"]), form.cleaned_data["subject"]
    organisers = {hint.offering.activity.organiser_id for hint in found if (hint.kind, hint.subject) == (kind, subject)}
    offices = [one for one in officers_of(account, on=today, duty=Duty.RECORD) if one.organiser_id in organisers]
    marked = [
        mark_hint(kind=kind, subject=subject, note=form.cleaned_data["note"], officer=one, at=at) for one in offices
    ]
    if any(marked):
        messages.success(request, "已標示為已查看。")
    else:
        messages.info(request, "這項提示已由其他承辦人標示，或已不在清單中。")
    return redirect("backoffice:hints")


def hint_page(found: Sequence[Hint], *, number: int, masked: bool = False) -> dict[str, object]:
    """One page of hints for a template, with names as officers or, masked, as auditors see them."""
    page: Page[Hint] = Paginator(found, A_PAGE).get_page(number)
    return {
        "hints": [_words(hint, masked=masked) for hint in page.object_list],
        "unseen": sum(hint.mark is None for hint in found),
        "total": len(found),
        "first": page.start_index(),
        "last": page.end_index(),
        "page": page.number,
        "pages": page.paginator.num_pages,
    }


def _words(hint: Hint, *, masked: bool) -> HintWords:
    mark = hint.mark
    return HintWords(
        hint=hint,
        kind=str(hint.kind.label),
        at=format_roc_datetime(hint.at),
        activity=f"{hint.offering.activity.name} 第 {hint.offering.number} 期",
        people="、".join(mask_name(name) if masked else name for name in hint.people),
        seen=f"{format_roc_datetime(mark.marked_at)} {mark.marked_by.name}：{mark.note}" if mark else "",
    )
