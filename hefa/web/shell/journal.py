"""稽核紀錄: search, read on, take out. The same for auditors and for operators; their doors say whose entries they see.

What is looked for stays in the server's session. A number is turned into its learner at once and kept nowhere; the only
thing in an address is where a page begins (time and row number of an entry).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from hefa.accounts.queries import account_by_username
from hefa.audit.names import Actor, Verb
from hefa.audit.queries import SEEN, Cursor, Terms, find_entries, standing
from hefa.audit.rules import EPOCH, microseconds
from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.base.roc import TAIPEI
from hefa.learners.actions import look_up
from hefa.learners.models import Learner
from hefa.learners.names import LookUpPurpose
from hefa.learners.queries import called
from hefa.organisers.models import Organiser
from hefa.paperwork.actions.journal import MOST_TAKEN, Reader, note_searched, take_journal, take_roots
from hefa.paperwork.queries.journal import journal_lines, touched_by
from hefa.web.shell.forms import PageForm
from hefa.web.shell.offering_filter import RocDateField
from hefa.web.shell.person_form import NeverEchoed
from hefa.web.shell.reason import ReasonField

SESSION_KEY = "journal"
PER_PAGE = 50
MOST_ALIKE = 20
ALL_SEEN = "seen"
Kept = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one door's readers may see, and where its pages are. `within` None is everything."""

    actor: Actor
    office: UUID | None
    organisers: QuerySet[Organiser]
    within: Sequence[UUID] | None
    learners: QuerySet[Learner]
    namespace: str

    @property
    def reader(self) -> Reader:
        return Reader(self.actor, self.office)

    def page(self, name: str) -> str:
        """The name of one of the shelf's addresses."""
        return f"{self.namespace}:{name}"


class JournalForm(PageForm):
    """查詢條件. Each may stay empty; a person is asked for by the number, or by its end and the name."""

    optional_word = ""

    since = RocDateField(label="日期起", required=False)
    until = RocDateField(label="日期迄", required=False)
    verb = forms.ChoiceField(label="動作", required=False)
    actor = forms.CharField(label="操作者帳號", required=False, max_length=150)
    organiser = forms.ChoiceField(label="開課單位", required=False)
    subject = forms.UUIDField(label="對象編號", required=False, error_messages={"invalid": "對象編號的格式不正確。"})
    national_id = forms.CharField(
        label="學員身分證統一編號",
        required=False,
        max_length=40,
        widget=NeverEchoed(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code-input"}),
    )
    last4 = forms.RegexField(
        label="或身分證字號末四碼",
        regex=r"^\d{4}$",
        required=False,
        error_messages={"invalid": "請輸入身分證字號末四碼，共 4 個數字。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
    )
    name = forms.CharField(
        label="與姓名", required=False, max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, organisers: QuerySet[Organiser], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisers = {str(one.public_id): one.name for one in organisers}
        choices = {
            "organiser": list(self.organisers.items()),
            "verb": [(ALL_SEEN, "所有調閱、查詢與匯出"), *Verb.choices],
        }
        for field, told in choices.items():
            self.fields[field].choices = [("", "全部"), *told]  # type: ignore[attr-defined]

    def clean_national_id(self) -> NationalId | None:
        try:
            return NationalId.parse(self.cleaned_data["national_id"]) if self.cleaned_data["national_id"] else None
        except InvalidNationalId as invalid:
            raise ValidationError(f"{invalid.problem.label}。") from None

    def clean_actor(self) -> str:
        """The public id of the account, which the terms keep in the place of its name."""
        username = str(self.cleaned_data["actor"]).strip()
        account = account_by_username(username) if username else None
        if username and account is None:
            raise ValidationError("沒有這個帳號。")
        self.actor_id = str(account.public_id) if account else ""
        return username

    def clean(self) -> None:
        told = self.cleaned_data
        if bool(told.get("last4")) != bool(told.get("name")):
            self.add_error("last4" if told.get("name") else "name", "請同時輸入末四碼與姓名。")
        if told.get("since") and told.get("until") and told["until"] < told["since"]:
            self.add_error("until", "迄日不可早於起日。")
        if not self.errors and not any(told.values()):
            raise ValidationError("請至少輸入一個條件。")


class TakeForm(PageForm):
    """What a file of the audit is for."""

    purpose = ReasonField(label="用途")


def search(request: HttpRequest, shelf: Shelf, template: str, *, at: datetime) -> HttpResponse:
    """The form, how far the journal is sealed, and a page of what was last looked for."""
    if request.method == "POST":
        form = JournalForm(request.POST, organisers=shelf.organisers)
        if form.is_valid():
            _keep(request, shelf, form, at=at)
            return redirect(shelf.page("journal"))
        return render(request, template, _found(request, shelf, form, None))
    return render(request, template, _found(request, shelf, None, _kept(request, shelf)))


def take(request: HttpRequest, shelf: Shelf, template: str, *, at: datetime) -> HttpResponse:
    """What was last looked for as a file, for a purpose."""
    kept = _kept(request, shelf)
    form = TakeForm(request.POST if request.method == "POST" else None)
    if kept is None or not form.is_valid():
        context = {"form": form, "searched": kept is not None, "most": MOST_TAKEN, "journal": shelf.page("journal")}
        return render(request, template, context)
    taken = take_journal(
        terms=_terms(kept),
        within=shelf.within,
        reader=shelf.reader,
        purpose=form.cleaned_data["purpose"],
        told=_noted(kept),
        at=at,
    )
    name = f"稽核紀錄_{at.astimezone(TAIPEI):%Y%m%d%H%M}{'' if taken.complete else f'_前{MOST_TAKEN}筆'}.csv"
    return _download(taken.content, name, "text/csv; charset=utf-8")


def take_chain(request: HttpRequest, shelf: Shelf, template: str, *, at: datetime) -> HttpResponse:
    """What the signed roots are for, and the file of them, to be kept where nobody of the database can write."""
    if request.method != "POST":
        context = {"standing": standing(), "journal": shelf.page("journal")}
        return render(request, template, context)
    content = take_roots(reader=shelf.reader, site=settings.HEFA_SITE_NAME, at=at)
    return _download(content, f"稽核封存根值_{at.astimezone(TAIPEI):%Y%m%d%H%M}.jsonl", "application/jsonl")


def _found(request: HttpRequest, shelf: Shelf, form: JournalForm | None, kept: Kept | None) -> dict[str, Any]:
    after = _cursor(request.GET.get("after", ""))
    found = find_entries(_terms(kept), within=shelf.within, size=PER_PAGE, after=after) if kept else None
    return {
        "form": form or JournalForm(initial=kept["shown"] if kept else None, organisers=shelf.organisers),
        "standing": standing(),
        "searched": kept is not None,
        "people": len(kept["learners"]) if kept and kept["learners"] is not None else None,
        "lines": journal_lines(found.entries) if found else [],
        "next": f"{microseconds(found.next.at)}-{found.next.entry_id}" if found and found.next else "",
        "later": after is not None,
        "journal": shelf.page("journal"),
        "journal_file": shelf.page("journal_file"),
        "journal_roots": shelf.page("journal_roots"),
    }


def _keep(request: HttpRequest, shelf: Shelf, form: JournalForm, *, at: datetime) -> None:
    """Turn a person into learners, note that somebody searched, and remember the search in the session."""
    told = form.cleaned_data
    learners = _learners(shelf, told, at=at)
    shown = {
        "since": request.POST.get("since", ""),
        "until": request.POST.get("until", ""),
        "verb": told["verb"],
        "actor": told["actor"],
        "organiser": told["organiser"],
        "subject": str(told["subject"] or ""),
    }
    kept: Kept = {
        "door": shelf.namespace,
        "shown": shown,
        "since": told["since"].isoformat() if told["since"] else "",
        "until": told["until"].isoformat() if told["until"] else "",
        "actor_id": form.actor_id,
        "learners": None if learners is None else [one.pk for one in learners],
    }
    note_searched(reader=shelf.reader, told=_noted(kept), learners=[one.public_id for one in learners or ()], at=at)
    request.session[SESSION_KEY] = kept


def _learners(shelf: Shelf, told: dict[str, Any], *, at: datetime) -> list[Learner] | None:
    """Whom the search is about: None for nobody in particular, empty when there is no such person."""
    if told["national_id"]:
        found = look_up(
            national_id=told["national_id"],
            purpose=LookUpPurpose.AUDIT,
            actor=shelf.actor,
            organiser_id=shelf.office,
            at=at,
        )
        return [found] if found and shelf.learners.filter(pk=found.pk).exists() else []
    if told["last4"]:
        return list(called(told["name"], told["last4"], among=shelf.learners))[:MOST_ALIKE]
    return None


def _kept(request: HttpRequest, shelf: Shelf) -> Kept | None:
    kept = request.session.get(SESSION_KEY)
    return kept if kept and kept["door"] == shelf.namespace else None


def _noted(kept: Kept) -> dict[str, str]:
    """The terms as the audit tells of them: no account's name, no person."""
    shown = {key: value for key, value in kept["shown"].items() if value and key != "actor"}
    return {**shown, **({"actor_id": kept["actor_id"]} if kept["actor_id"] else {})}


def _terms(kept: Kept) -> Terms:
    shown = kept["shown"]
    about = None
    if kept["learners"] is not None:
        about = touched_by(list(Learner.objects.filter(pk__in=kept["learners"])))
    verbs = tuple(str(verb) for verb in SEEN) if shown["verb"] == ALL_SEEN else (shown["verb"],)
    return Terms(
        since=_midnight(kept["since"]),
        until=_midnight(kept["until"], days=1),
        verbs=verbs if shown["verb"] else None,
        actor_id=UUID(kept["actor_id"]) if kept["actor_id"] else None,
        organiser_id=UUID(shown["organiser"]) if shown["organiser"] else None,
        subject_id=UUID(shown["subject"]) if shown["subject"] else None,
        about=about,
    )


def _midnight(day: str, *, days: int = 0) -> datetime | None:
    return datetime.combine(date.fromisoformat(day) + timedelta(days=days), time(), TAIPEI) if day else None


def _cursor(text: str) -> Cursor | None:
    """Where a page begins, as its address says; the first page when it says nothing sensible."""
    at, _, entry_id = text.partition("-")
    if not (at.isdecimal() and entry_id.isdecimal()) or len(at) > 17 or len(entry_id) > 18:
        return None
    return Cursor((EPOCH + timedelta(microseconds=int(at))).astimezone(UTC), int(entry_id))


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
