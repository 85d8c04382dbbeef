"""當事人請求: ask, extend once, answer; what is granted is done in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.learners.actions import correct_name
from hefa.learners.models import Learner
from hefa.learners.queries import owner_of
from hefa.organisers.models import Operator, Organiser
from hefa.organisers.names import Duty
from hefa.organisers.queries import standing_offices
from hefa.paperwork.actions.erasing import erase, void_codes
from hefa.paperwork.actions.reminders import ReminderLetter
from hefa.paperwork.models import RightsRequest
from hefa.paperwork.names.rights import Outcome, Right, RightsLetter
from hefa.paperwork.queries.held import Held, held_about
from hefa.paperwork.queries.rights import Recipient, recipients_of, requests_pressing
from hefa.paperwork.rules.rights import due_on

LETTERS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class RightsLetterDue:
    """A letter about a request; `to` may be empty. What it asks may be to whom the data went: `told` then says so."""

    to: str
    request: RightsRequest
    told: Sequence[Recipient] | None = None


class RequestStands(Exception):
    """The same was asked before and is not answered yet."""


class RequestAnswered(Exception):
    """Somebody else has answered it in the meantime."""


class OwnCounter(Exception):
    """Whoever took a deletion in at the counter cannot grant it too: it closes an account and voids codes for good."""


class NotExtendable(Exception):
    """It was extended before, its last day is over, or it was answered."""


@transaction.atomic
def ask_right(
    *,
    learner: Learner,
    right: Right,
    wish: str,
    account: Account | None,
    entered_by: Account | None,
    organiser: Organiser | None,
    at: datetime,
) -> RightsRequest:
    """Take a request in: of a proven account, or of somebody whose card `entered_by` has seen. Raises RequestStands.

    The clock begins now. A deletion is the operators' whoever takes it in: it reaches beyond one organiser.
    """
    owner = account or owner_of(learner)
    try:
        with transaction.atomic():
            asked = RightsRequest.objects.create(
                learner=learner,
                account=owner,
                organiser=None if right == Right.ERASE else organiser,
                right=right,
                wish=wish.strip(),
                asked_at=at,
                entered_by=entered_by,
                due_on=due_on(right, asked_on=localdate(at), extended=False),
                letter=RightsLetter.RECEIVED if owner else "",
            )
    except IntegrityError as standing:
        raise RequestStands from standing
    by = entered_by or account
    if by is not None:
        _note(Verb.RIGHT_ASKED, asked, by, at, right=right.value)
    return asked


@transaction.atomic
def extend_request(*, request: RightsRequest, reason: str, by: Account, at: datetime) -> None:
    """Take as long again, once, and tell the person why. Raises NotExtendable."""
    right = Right(request.right)
    open_ones = RightsRequest.objects.filter(
        pk=request.pk, answered_at__isnull=True, extended_at__isnull=True, due_on__gte=localdate(at)
    )
    changed = open_ones.update(
        extended_at=at,
        extended_by=by,
        extend_reason=reason,
        due_on=due_on(right, asked_on=localdate(request.asked_at), extended=True),
        letter=RightsLetter.EXTENDED if request.account_id else "",
    )
    if not changed:
        raise NotExtendable
    _note(Verb.RIGHT_EXTENDED, request, by, at, reason=reason)


@transaction.atomic
def answer_request(
    *, request: RightsRequest, outcome: Outcome, answer: str, new_name: str = "", by: Account, at: datetime
) -> None:
    """Answer with reasons, and do what is granted: the name is corrected, codes are voided, what may go is erased.

    Raises RequestAnswered, and OwnCounter.
    """
    held = RightsRequest.objects.select_for_update(of=("self",)).filter(pk=request.pk, answered_at__isnull=True).first()
    if held is None or held.learner is None:
        raise RequestAnswered
    if outcome != Outcome.DECLINED and held.waits_for_another(by):
        raise OwnCounter
    held.answered_at, held.answered_by, held.outcome, held.answer = at, by, outcome, answer.strip()
    held.letter = RightsLetter.ANSWERED if held.account_id else ""
    held.save(update_fields=("answered_at", "answered_by", "outcome", "answer", "letter"))
    _note(Verb.RIGHT_ANSWERED, held, by, at, outcome=outcome.value)
    if outcome == Outcome.DECLINED:
        return
    actor = Actor.account(by.public_id)
    if held.right == Right.CORRECT and new_name:
        correct_name(learner=held.learner, name=new_name, actor=actor, at=at)
    elif held.right == Right.STOP:
        void_codes(learner=held.learner, actor=actor, at=at)
    elif held.right == Right.ERASE:
        erase(learner=held.learner, by=by, at=at)


@transaction.atomic
def take_copy(*, learner: Learner, account: Account, form: str, at: datetime) -> Held:
    """Everything that is held about a person, for the person; on record, as a page or as a file."""
    record(
        at=at,
        actor=Actor.account(account.public_id),
        verb=Verb.COPY_TAKEN,
        subject_kind="learner",
        subject_id=learner.public_id,
        facts={"form": form},
    )
    return held_about(learner)


def letters_due() -> list[RightsLetterDue]:
    """The letters about requests that are to go out, each with its address. Whoever has none is written none.

    What was never tried comes first, then what was tried longest ago: addresses that are gone hold up no others.
    """
    waiting = RightsRequest.objects.exclude(letter="").select_related("account", "learner")
    due = waiting.order_by(F("letter_tried_at").asc(nulls_first=True), "pk")[:LETTERS_AT_ONCE]
    return [RightsLetterDue(one.account.email if one.account else "", one, _recipients(one)) for one in due]


def close_letters(*, tried: Sequence[RightsLetterDue], sent: Sequence[RightsLetterDue], at: datetime) -> None:
    """What has left is not sent again; what came to be due meanwhile still is."""
    RightsRequest.objects.filter(pk__in=[one.request.pk for one in tried]).update(letter_tried_at=at)
    for one in sent:
        RightsRequest.objects.filter(pk=one.request.pk, letter=one.request.letter).update(letter="")


def pressing_letters(*, at: datetime) -> list[ReminderLetter]:
    """What those in charge are written in the morning: how many requests press, and how many are overdue."""
    today = localdate(at)
    letters: dict[str, list[str]] = {}
    counted: dict[int | None, list[bool]] = {}
    for one in requests_pressing(on=today):
        counted.setdefault(one.organiser_id, []).append(one.due_on < today)
    for organiser_id, overdue in counted.items():
        sentence = f"當事人請求 {len(overdue)} 件即將到期或已逾期（逾期 {sum(overdue)} 件），請於「當事人請求」答覆。"
        for address in _addresses(organiser_id, today):
            letters.setdefault(address, []).append(sentence)
    return [ReminderLetter(to, sentences) for to, sentences in letters.items()]


def _recipients(asked: RightsRequest) -> Sequence[Recipient] | None:
    """With the answer to whoever asked what is held, unless it was declined."""
    if asked.letter != RightsLetter.ANSWERED or asked.outcome == Outcome.DECLINED or asked.learner is None:
        return None
    return recipients_of(asked.learner) if asked.right in (Right.ACCESS, Right.COPY) else None


def _addresses(organiser_id: int | None, today: date) -> set[str]:
    if organiser_id is None:
        standing = Operator.objects.filter(Q(until_date__isnull=True) | Q(until_date__gte=today), from_date__lte=today)
        return {one.account.email for one in standing.select_related("account")} - {""}
    offices = standing_offices(on=today).filter(organiser=organiser_id, duties__contains=[Duty.RECORD.value])
    return {one.account.email for one in offices.select_related("account")} - {""}


def _note(verb: Verb, asked: RightsRequest, by: Account, at: datetime, **facts: str) -> None:
    learner = asked.learner.public_id if asked.learner else None
    record(
        at=at,
        actor=Actor.account(by.public_id),
        verb=verb,
        subject_kind="learner",
        subject_id=learner,
        organiser_id=asked.organiser.public_id if asked.organiser else None,
        facts={"request": str(asked.public_id), **facts},
    )
