"""活動查詢, 報名, 我的報名 and 網站內容查詢, as a visitor and as a learner."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.activities.actions import decide_enrolments, enrol_oneself
from hefa.activities.models import Activity, Enrolment, Offering
from hefa.activities.names import EnrolmentState, Openness
from hefa.learners.models import AccountLink
from tests.cast import NOW, World, a_lecturer, an_applicant, an_id, an_open_offering, teach
from tests.web.learner.pages import text_of

pytestmark = pytest.mark.django_db
LIST = "/activities/"


def browser_of(link: AccountLink) -> Client:
    client = Client()
    client.force_login(link.account)
    return client


def page_of(offering: Offering) -> str:
    return f"{LIST}{offering.public_id}/"


def test_everybody_finds_what_is_open_and_ahead_and_nothing_else(client: Client, world: World) -> None:
    shown = an_open_offering(world.organiser, capacity=3)
    cancelled = an_open_offering(world.organiser, name="取消的活動", code="Gone")
    Offering.objects.filter(pk=cancelled.pk).update(
        cancelled_at=NOW, cancelled_by=world.alice.account, cancel_reason="颱風"
    )
    html = text_of(client.get(LIST))
    assert "溪流觀察 第 1 期" in html and "115-11-27（五）09:30~11:30" in html and "報名中" in html
    assert "已報名 0 人，招生 3 人" in html and "臺北市" in html
    assert "測試活動001" not in html and "取消的活動" not in html
    assert "River" in text_of(client.get(page_of(shown))) and "環境教育課程" in text_of(client.get(page_of(shown)))
    assert client.get(page_of(world.offering)).status_code == 404
    english = text_of(client.get(f"{LIST}?lang=en"))
    assert "Open for enrolment" in english and "2026-11-27 (Fri) 09:30~11:30" in english


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("keywords=溪流", True), ("keywords=溪流+觀察", True), ("keywords=溪流+步道", False), ("keywords=%25", False),
        ("county=10", True), ("county=23", False), ("method=1", True), ("method=2", False),
        ("from_date=115-11-27&to_date=115-11-27", True), ("from_date=115-11-28", False), ("only_open=on", True),
        ("county=無", False), ("from_date=昨天", False), ("from_date=115-12-01&to_date=115-11-01", False),
    ],
)  # fmt: skip
def test_the_filter(client: Client, world: World, query: str, found: bool) -> None:
    an_open_offering(world.organiser)
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200 and ("溪流觀察" in text_of(answer)) == found


def test_a_full_activity_is_not_among_those_with_places(client: Client, world: World) -> None:
    offering = an_open_offering(world.organiser, capacity=1)
    enrol_oneself(offering=offering, link=an_applicant(21), at=NOW)
    assert "溪流觀察" not in text_of(client.get(f"{LIST}?only_open=on"))
    assert "已額滿，可候補" in text_of(client.get(LIST))


def test_an_internal_activity_shows_to_its_own_people(world: World) -> None:
    offering = an_open_offering(world.organiser)
    Activity.objects.filter(pk=offering.activity_id).update(openness=Openness.INTERNAL)
    own, other = an_applicant(21, unit=world.green_water), an_applicant(22)
    assert "溪流觀察" in text_of(browser_of(own).get(LIST))
    assert "溪流觀察" not in text_of(browser_of(other).get(LIST))
    assert browser_of(other).get(page_of(offering)).status_code == 404
    answer = browser_of(other).post(f"{page_of(offering)}enrolment/")
    assert answer.status_code == 404 and not Enrolment.objects.exists()


def test_a_learner_enrols_sees_it_and_withdraws(world: World) -> None:
    offering = an_open_offering(world.organiser)
    learner = browser_of(an_applicant(21))
    html = text_of(learner.get(page_of(offering)))
    assert "李喆堃" in html and f"******{an_id(21).last4}" in html
    html = text_of(learner.post(f"{page_of(offering)}enrolment/", follow=True))
    assert "已完成報名。" in html and "溪流觀察 第 1 期" in html
    learner.post(f"{page_of(offering)}enrolment/")
    enrolment = Enrolment.objects.get()
    assert "已報名" in text_of(learner.get(page_of(offering)))
    where = f"/enrolments/{enrolment.public_id}/withdrawal/"
    assert "取消後名額會立即讓給候補的學員" in text_of(learner.get(where))
    assert "已取消報名。" in text_of(learner.post(where, follow=True))
    assert "這筆報名先前已取消" in text_of(learner.post(where, follow=True))
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.WITHDRAWN
    assert "Enrol</button>" in text_of(learner.get(f"{page_of(offering)}?lang=en"))


def test_what_the_officer_says_is_read_under_own_enrolments(world: World) -> None:
    offering = an_open_offering(world.organiser, approval_needed=True, capacity=1)
    links = [an_applicant(21), an_applicant(22)]
    browsers = [browser_of(link) for link in links]
    told = [text_of(browser.post(f"{page_of(offering)}enrolment/", follow=True)) for browser in browsers]
    assert "待開課單位核准" in told[0] and "候補第 1 位" in told[1]
    decide_enrolments(
        offering=offering, versions=None, approve=False, message="請攜帶雨具<b>", officer=world.alice, at=NOW
    )
    html = text_of(browsers[0].get("/enrolments/"))
    assert "未獲核准" in html and "請攜帶雨具&lt;b&gt;" in html
    assert "待開課單位核准" in text_of(browsers[1].get("/enrolments/?lang=zh"))
    assert "未核准您的報名" in text_of(browsers[0].post(f"{page_of(offering)}enrolment/", follow=True))


def test_nobody_touches_the_enrolment_of_another(world: World) -> None:
    offering = an_open_offering(world.organiser)
    enrolment = enrol_oneself(offering=offering, link=an_applicant(21), at=NOW)
    other = browser_of(an_applicant(22))
    where = f"/enrolments/{enrolment.public_id}/withdrawal/"
    assert other.get(where).status_code == other.post(where).status_code == 404
    assert "溪流觀察" not in text_of(other.get("/enrolments/"))
    for visited in ("/enrolments/", where):
        assert Client().get(visited)["Location"].startswith("/login/")
    assert Client().post(f"{page_of(offering)}enrolment/")["Location"].startswith("/login/")
    assert other.get(f"{page_of(offering)}enrolment/")["Location"] == page_of(offering)
    assert other.put(f"{page_of(offering)}enrolment/").status_code == 405
    assert Enrolment.objects.get().state == EnrolmentState.APPROVED


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"enrol_from": NOW + timedelta(hours=1)}, "尚未開始報名。"),
        ({"enrol_until": NOW}, "報名已截止。"),
        ({"enrol_from": None, "enrol_until": None}, "不開放線上報名，請洽開課單位。"),
    ],
)
def test_why_one_cannot_enrol_is_said(world: World, columns: dict[str, Any], told: str) -> None:
    offering = an_open_offering(world.organiser, **columns)
    learner = browser_of(an_applicant(21))
    assert told in text_of(learner.get(page_of(offering)))
    assert told in text_of(learner.post(f"{page_of(offering)}enrolment/", follow=True))
    assert not Enrolment.objects.exists()


def test_an_officer_without_a_learner_is_told_so(alice: Client, world: World) -> None:
    offering = an_open_offering(world.organiser)
    assert "沒有學員資料" in text_of(alice.get(page_of(offering)))
    assert "沒有學員資料" in text_of(alice.post(f"{page_of(offering)}enrolment/", follow=True))


def test_lecturers_stand_there_who_agreed_to(client: Client, world: World) -> None:
    offering = an_open_offering(world.organiser)
    agreed: dict[str, Any] = {"publishes": "name", "consented_on": NOW.date(), "consent_means": "written"}
    teach(
        world.alice, offering, a_lecturer(world.alice, name="林公開", **agreed), a_lecturer(world.alice, name="林保密")
    )
    html = text_of(client.get(page_of(offering)))
    assert "林公開" in html and "林保密" not in html and "02-0000-0000" not in html


def test_the_site_search_finds_pages_and_activities(client: Client, world: World) -> None:
    an_open_offering(world.organiser)
    assert "溪流觀察 第 1 期" in text_of(client.get("/search/?q=溪流"))
    html = text_of(client.get("/search/?q=時數"))
    assert "學習護照" in html and "登錄" not in html.split("<main")[1].split("學習護照")[0]
    assert "查無「%」的相關內容" in text_of(client.get("/search/?q=%25"))
    assert "Nothing found for “qqq”" in text_of(client.get("/search/?q=qqq&lang=en"))
    assert "&lt;script&gt;" in text_of(client.get("/search/?q=<script>&lang=zh"))


@pytest.mark.parametrize("where", [LIST, "/search/?q=溪流", "/enrolments/"])
def test_statements_do_not_grow_with_the_list(world: World, where: str) -> None:
    link = an_applicant(21)
    learner = browser_of(link)
    counts = []
    for codes in (range(1), range(1, 18)):
        for n in codes:
            enrol_oneself(offering=an_open_offering(world.organiser, code=f"River{n}"), link=link, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            learner.get(where)
        counts.append(len(asked))
    assert counts[0] == counts[1]
