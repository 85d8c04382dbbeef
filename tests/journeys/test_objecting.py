"""A learner says 不是我, the officer reads it beside the hints and answers, on a phone and at a desk."""

import pytest
from playwright.sync_api import Page, expect

from hefa.audit.names import SYSTEM
from hefa.awards.models import Award
from hefa.base.clock import now
from hefa.codes.queries import static_text
from hefa.learners.actions import prove_link
from hefa.learners.names import LinkProof
from hefa.learners.queries import link_of
from tests.cast import World, a_gate, a_registered, a_walk_in, an_activity, an_offering
from tests.door import scan_over_http
from tests.journeys.steps import log_in, look

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_learner_objects_and_the_officer_answers(phone: Page, desk: Page, today: World) -> None:
    code = a_registered(2, at=now())
    assert code.account is not None
    link = link_of(code.account)
    assert link is not None
    prove_link(link=link, proof=LinkProof.OFFICER, actor=SYSTEM, at=now())
    a_walk_in(2, name="李喆堃", at=now())
    elsewhere = an_offering(an_activity(today.organiser, at=now(), name="溪流觀察", code="Stream01"), at=now())
    for offering in (today.offering, elsewhere):
        scan_over_http(a_gate(today.alice, offering, at=now()), static_text(code), at=now())

    log_in(phone, code.account.username)
    look(phone, "/passbook/")
    expect(phone.get_by_role("heading", name="有人使用您的身分證統一編號")).to_be_visible()
    phone.get_by_role("button", name="知道了").click()
    phone.get_by_role("link", name="不是我").last.click()
    look(phone)
    phone.get_by_label("說明").fill("當天我在上班")
    phone.get_by_role("button", name="不是我，通知開課單位").click()
    expect(phone.get_by_text("開課單位處理中")).to_be_visible()

    log_in(desk, "alice")
    look(desk, "/backoffice/hints/")
    note = desk.get_by_label("說明").first
    note.fill("兩場次同一地點")
    note.press("Enter")
    expect(desk.get_by_text("Alice：兩場次同一地點")).to_be_visible()
    desk.get_by_role("link", name="處理").click()
    look(desk)
    desk.get_by_label("保留時數").check()
    desk.get_by_label("答覆學員").fill("簽到表有您的簽名")
    desk.get_by_role("button", name="送出").click()
    expect(desk.get_by_text("已處理：保留時數")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("開課單位答覆：簽到表有您的簽名")).to_be_visible()
    assert Award.objects.filter(revoked_at__isnull=True).count() == 2
