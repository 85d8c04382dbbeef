"""The pages of the person's rights under axe, at the size of a phone and of a desk."""

import pytest
from playwright.sync_api import Page, expect

from hefa.audit.names import SYSTEM
from hefa.base.clock import now
from hefa.learners.actions import prove_link
from hefa.learners.models import AccountLink
from hefa.learners.names import LinkProof
from hefa.paperwork.models import RightsRequest
from tests import cast
from tests.cast import World
from tests.journeys.steps import log_in, look

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_request_to_its_answer(desk: Page, today: World) -> None:
    at = now()
    cast.olga(at=at)
    link = AccountLink.objects.get(account=cast.a_registered(2, at=at).account)
    prove_link(link=link, proof=LinkProof.OFFICER, actor=SYSTEM, at=at)
    log_in(desk, "lizhekun")
    look(desk, "/privacy/")
    look(desk, "/rights/")
    desk.get_by_label("請求事項").select_option("erase")
    desk.get_by_label("請求內容").fill("請刪除我的帳號")
    desk.get_by_role("button", name="送出").click()
    expect(desk.locator("main")).to_contain_text("剩 30 天")
    desk.get_by_role("link", name="查詢（可列印）").click()
    expect(desk.locator("main")).to_contain_text("調閱、查詢與匯出紀錄")
    look(desk)

    desk.context.clear_cookies()
    log_in(desk, "olga")
    look(desk, "/operator/incident/")
    look(desk, "/operator/rights/new/")
    look(desk, "/operator/rights/")
    look(desk, f"/operator/rights/{RightsRequest.objects.get().public_id}/")
