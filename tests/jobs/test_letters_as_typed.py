"""What people typed goes into letters as text: no markup, no header of its own (security.md, T7)."""

from email import policy
from email.parser import BytesParser

import pytest
import time_machine
from django.core import mail

from hefa.activities.actions import decide_enrolments, enrol_oneself
from hefa.activities.models import Activity
from hefa.jobs.tasks import tell_learners
from tests.cast import NOW, World, an_applicant, an_open_offering
from tests.web.payloads.corpus import PAYLOADS


@pytest.mark.control("T7")
@pytest.mark.django_db
@pytest.mark.parametrize("text", [f"王{one}" for one in PAYLOADS[::7]] + ["停辦\r\nBcc: ming@example.org\r\n\r\n<b>"])
def test_a_letter_is_plain_text_with_the_headers_of_ours(world: World, text: str) -> None:
    offering = an_open_offering(world.organiser, approval_needed=True)
    enrol_oneself(offering=offering, link=an_applicant(21), at=NOW)
    Activity.objects.filter(pk=offering.activity_id).update(name=text)
    decide_enrolments(offering=offering, versions=None, approve=False, message=text, officer=world.alice, at=NOW)
    with time_machine.travel(NOW, tick=False):
        tell_learners(timestamp=0)
    (sent,) = mail.outbox
    letter = BytesParser(policy=policy.default).parsebytes(sent.message().as_bytes())
    assert (letter.get_content_type(), letter.is_multipart(), letter["Bcc"]) == ("text/plain", False, None)
    assert {name for name in letter.keys() if name.lower() not in OURS} == set()  # noqa: SIM118 - keys repeat
    body = letter.get_content()
    assert body.count(text.replace("\r\n", "\n")) == 2, body


OURS = {"content-type", "mime-version", "content-transfer-encoding", "subject", "from", "to", "date", "message-id"}
