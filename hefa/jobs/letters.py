"""The letters of the timetable. One that cannot be sent is noted in the log without its address."""

import logging
import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from hefa.paperwork.actions.reminders import ReminderLetter

logger = logging.getLogger("hefa.jobs")


def send_reminders(letters: Sequence[ReminderLetter]) -> int:
    """Send what officers are to be reminded of, over one connection. Returns how many letters left the house."""
    sent = 0
    connection = get_connection()
    names = {"site_name": settings.HEFA_SITE_NAME, "agency": settings.HEFA_AGENCY_NAME}
    for letter in letters:
        body = render_to_string("jobs/reminders.txt", {**names, "sentences": letter.sentences})
        subject = f"[{settings.HEFA_SITE_NAME}] 提醒：{len(letter.sentences)} 件事項待處理"
        try:
            sent += EmailMessage(subject, body, to=[letter.to], connection=connection).send()
        except (OSError, smtplib.SMTPException):
            logger.exception("a letter could not be sent")
    return sent
