"""The letters of the timetable. What cannot be sent is noted in the log without its address and holds up no other."""

import logging
import smtplib
from collections.abc import Mapping, Sequence
from email.errors import MessageError

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate

from hefa.accounts.actions import ResetLetter, UnusedLetter
from hefa.accounts.models import Account, AccountLetter
from hefa.accounts.queries import usernames_of
from hefa.accounts.rules import RESET_LIFE
from hefa.activities.actions import EnrolmentLetter
from hefa.activities.names import EnrolmentState
from hefa.audit.models import Alarm
from hefa.audit.names import AlarmKind
from hefa.audit.queries import MANY_LOOKS
from hefa.base.roc import format_roc, format_roc_datetime
from hefa.paperwork.actions.reminders import ReminderLetter
from hefa.paperwork.actions.rights import RightsLetterDue

logger = logging.getLogger("hefa.jobs")
KEPT_BACK = (OSError, smtplib.SMTPException, ValueError, MessageError)
"""The mail server says no, or an address that a form took cannot stand in a header."""
CANCELLED = "開課單位已取消這期活動。"
SENTENCES = {
    EnrolmentState.PENDING: "您已由候補遞補，待開課單位核准。",
    EnrolmentState.APPROVED: "您的報名已核准，報到時請出示個人條碼。",
    EnrolmentState.WAITING: "名額已滿，您目前為候補。",
    EnrolmentState.DECLINED: "開課單位未核准您的報名。",
    EnrolmentState.WITHDRAWN: "您的報名已取消。",
}


def send_reset_letters(letters: Sequence[ResetLetter]) -> None:
    """忘記帳號/密碼: the 帳號, and the link that sets a new password once. Who gets none asks again."""
    for letter in letters:
        link = letter.site + reverse("learner:reset_link", args=(letter.token,))
        told = {"link": link, "minutes": int(RESET_LIFE.total_seconds() // 60)}
        _send_to(letter.account, "重新設定密碼", "jobs/reset.txt", told)


def send_owner_letters(owners: Sequence[Account]) -> None:
    """To owners of proven accounts: somebody has registered another account with the same number (T2b)."""
    for owner in owners:
        _send_to(owner, "有人以您的資料註冊帳號", "jobs/owner.txt", {})


def send_account_letters(letters: Sequence[AccountLetter]) -> Sequence[AccountLetter]:
    """帳號異動通知, to the addresses of then. Returns those that left the house."""
    sent = []
    for letter in letters:
        told = {"what": letter.get_event_display(), "when": format_roc_datetime(letter.happened_at)}
        told |= {"contact": settings.HEFA_NOTICE_CONTACT, "event": letter.event}
        if _send_to(letter.account, "帳號異動通知", "jobs/account.txt", told, address=letter.address):
            sent.append(letter)
    return sent


def send_reminders(letters: Sequence[ReminderLetter]) -> int:
    """Send what officers are to be reminded of, over one connection. Returns how many letters left the house."""
    sent = 0
    connection = get_connection()
    names = {"site_name": settings.HEFA_SITE_NAME, "agency": settings.HEFA_AGENCY_NAME}
    for letter in letters:
        body = render_to_string("jobs/reminders.txt", {**names, "sentences": letter.sentences})
        subject = f"[{settings.HEFA_SITE_NAME}] 提醒：{len(letter.sentences)} 件事項待處理"
        sent += _has_left(EmailMessage(subject, body, to=[letter.to], connection=connection))
    return sent


def send_enrolment_letters(letters: Sequence[EnrolmentLetter]) -> Sequence[EnrolmentLetter]:
    """Tell learners how their enrolments stand, over one connection. Returns those that left the house."""
    sent = []
    connection = get_connection()
    names = {"site_name": settings.HEFA_SITE_NAME, "agency": settings.HEFA_AGENCY_NAME}
    for letter in letters:
        sentence = CANCELLED if letter.cancelled else SENTENCES[letter.state]
        told = {**names, "letter": letter, "sentence": sentence, "starts": format_roc_datetime(letter.starts_at)}
        subject = f"[{settings.HEFA_SITE_NAME}] {letter.activity}：{sentence}"
        body = render_to_string("jobs/enrolment.txt", told)
        if _has_left(EmailMessage(" ".join(subject.split()), body, to=[letter.to], connection=connection)):
            sent.append(letter)
    return sent


def send_rights_letters(letters: Sequence[RightsLetterDue]) -> Sequence[RightsLetterDue]:
    """Tell people how their requests stand, over one connection. Returns what left, and what has no address."""
    sent = []
    connection = get_connection()
    names = {"site_name": settings.HEFA_SITE_NAME, "agency": settings.HEFA_AGENCY_NAME}
    for letter in letters:
        asked = letter.request
        told = {"asked_on": format_roc(localdate(asked.asked_at)), "due_on": format_roc(asked.due_on)}
        body = render_to_string("jobs/rights.txt", {**names, **told, "request": asked, "recipients": letter.told})
        subject = f"[{settings.HEFA_SITE_NAME}] 您的個人資料請求：{asked.get_letter_display()}"
        if not letter.to or _has_left(EmailMessage(subject, body, to=[letter.to], connection=connection)):
            sent.append(letter)
    return sent


def send_unused_letters(letters: Sequence[UnusedLetter]) -> Sequence[UnusedLetter]:
    """Tell owners that their accounts will be disabled unless they are used. Returns whose notice begins now.

    Who gave no address is told by nobody but the operators' list.
    """
    told = []
    connection = get_connection()
    names = {"site_name": settings.HEFA_SITE_NAME, "agency": settings.HEFA_AGENCY_NAME}
    for letter in letters:
        words = {**names, "username": letter.account.username, "until": format_roc_datetime(letter.until)}
        subject = f"[{settings.HEFA_SITE_NAME}] 帳號即將停用"
        body = render_to_string("jobs/unused.txt", words)
        if not letter.to or _has_left(EmailMessage(subject, body, to=[letter.to], connection=connection)):
            told.append(letter)
    return told


def send_alarms(alarms: Sequence[Alarm], operators: Sequence[Account]) -> bool:
    """系統警示 to all who run the site, in one letter each. False when it reached none of them."""
    looking = usernames_of(one.place for one in alarms if one.kind == AlarmKind.LOOKS)
    told = {"alarms": [(one, looking.get(one.place, one.place)) for one in alarms], "many": MANY_LOOKS}
    return any([_send_to(one, "系統警示", "jobs/alarms.txt", told) for one in operators if one.email])


def _send_to(
    account: Account, subject: str, template: str, told: Mapping[str, object], *, address: str | None = None
) -> bool:
    names = {"site_name": settings.HEFA_SITE_NAME, "agency": settings.HEFA_AGENCY_NAME, "username": account.username}
    body = render_to_string(template, {**told, **names})
    return _has_left(EmailMessage(f"[{settings.HEFA_SITE_NAME}] {subject}", body, to=[address or account.email or ""]))


def _has_left(message: EmailMessage) -> bool:
    try:
        message.send()
    except KEPT_BACK:
        logger.exception("a letter could not be sent")
        return False
    return True
