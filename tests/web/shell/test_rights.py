"""當事人請求 at the operators' desk and at an organiser's counter."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hefa.audit.names import SYSTEM
from hefa.codes.queries import static_text
from hefa.learners.models import Learner
from hefa.organisers.actions import appoint_operator
from hefa.paperwork.actions import make_paper
from hefa.paperwork.actions.rights import OwnCounter, answer_request
from hefa.paperwork.actions.year import export_roster
from hefa.paperwork.models import RightsRequest, YearMember
from hefa.paperwork.names import Purpose
from hefa.paperwork.names.rights import Outcome
from hefa.paperwork.names.year import Matching, RosterFormat, YearPurpose
from hefa.paperwork.papers import PROFILES
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_walk_in, an_account, an_id
from tests.paperwork.rosters import TODAY, a_member, a_roster
from tests.web.learner.pages import WHOLE_NUMBER

pytestmark = pytest.mark.django_db


def counter(**changes: str) -> dict[str, str]:
    return {"national_id": an_id(4).value, "right": "correct", "wish": "姓名有誤", "card_seen": "on"} | changes


@pytest.mark.parametrize("door", ["operator", "backoffice"])
def test_a_request_is_taken_in_at_the_counter_and_answered(olga: Client, alice: Client, door: str) -> None:
    browser = {"operator": olga, "backoffice": alice}[door]
    a_walk_in(4, name="王小名")
    taken = browser.post(f"/{door}/rights/new/", counter())
    asked = RightsRequest.objects.get()
    assert taken["Location"] == f"/{door}/rights/{asked.public_id}/" and asked.entered_by is not None
    page = browser.get(f"/{door}/rights/").content.decode()
    assert "王小名" in page and "剩 30 天" in page and not WHOLE_NUMBER.search(page)
    where = str(taken["Location"])
    extended = browser.post(where, {"extend": "1", "reason": "須查證"}, follow=True).content.decode()
    assert "剩 60 天" in extended and "須查證" in extended
    told = {"outcome": "granted", "answer": "已更正姓名", "new_name": "王小明"}
    assert "請列印本頁交付" in browser.post(where, told, follow=True).content.decode()
    assert Learner.objects.get().name == "王小明" and RightsRequest.objects.get().outcome == Outcome.GRANTED
    assert "已由其他人員答覆" in browser.post(where, told, follow=True).content.decode()


@pytest.mark.parametrize(
    ("door", "link"), [("operator", 'href="/operator/numbers/"'), ("backoffice", 'href="/backoffice/exports/changes/"')]
)
def test_a_correction_leads_to_where_numbers_change_and_to_what_went_out(
    olga: Client, alice: Client, world: World, door: str, link: str
) -> None:
    scan_code(a_gate(world.alice, world.offering), static_text(a_walk_in(4).code))
    make_paper(
        offering=world.offering, profile=PROFILES["issued-list"], purpose=Purpose.REPORT, purpose_note="", left_out=(),
        officer=world.alice, at=NOW,
    )  # fmt: skip
    browser = {"operator": olga, "backoffice": alice}[door]
    page = browser.post(f"/{door}/rights/new/", counter(), follow=True).content.decode()
    assert link in page and "測試活動001" in page and "活動成果報告" in page and "統一證號" in page


@pytest.mark.control("T16")
def test_a_counter_does_not_tell_where_else_somebody_was(charlie: Client, alice: Client, world: World) -> None:
    scan_code(a_gate(world.alice, world.offering), static_text(a_walk_in(4).code))
    make_paper(
        offering=world.offering, profile=PROFILES["issued-list"], purpose=Purpose.REPORT, purpose_note="", left_out=(),
        officer=world.alice, at=NOW,
    )  # fmt: skip
    member = a_member(world, a_roster(world), 4)
    settled = {"matching": Matching.CHOSEN, "settled_at": NOW, "settled_by": world.alice.account}
    YearMember.objects.filter(pk=member.pk).update(learner=Learner.objects.get(), **settled)
    export_roster(
        roster=member.roster, file_format=RosterFormat.CSV, purpose=YearPurpose.URGE, purpose_note="",
        officer=world.alice, on=TODAY, at=NOW,
    )  # fmt: skip
    told = [one.post("/backoffice/rights/new/", counter(right=right), follow=True).content.decode()
            for one, right in ((charlie, "access"), (alice, "copy"))]  # fmt: skip
    assert all("只列本單位提供者" in page for page in told)
    assert [words in page for page in told for words in ("測試活動001", "活動成果報告")] == [False, False, True, True]
    assert ["年度名冊進度" in page for page in told] == [False, True]


def test_nothing_is_taken_in_without_the_card_or_of_somebody_unknown(olga: Client) -> None:
    a_walk_in(4)
    for changes in ({"card_seen": ""}, {"national_id": "A123456788"}, {"wish": an_id(4).value}, {"right": ""}):
        page = olga.post("/operator/rights/new/", counter(**changes)).content.decode()
        assert "field-wrong" in page or "請" in page
        assert an_id(4).value not in page, "a number is never drawn again"
    gone = olga.post("/operator/rights/new/", counter(national_id=an_id(9).value), follow=True)
    assert "沒有這個人的資料" in gone.content.decode() and not RightsRequest.objects.exists()


def test_one_organisers_requests_are_no_others(olga: Client, alice: Client, charlie: Client, world: World) -> None:
    a_walk_in(4)
    alice.post("/backoffice/rights/new/", counter())
    asked = RightsRequest.objects.get()
    for browser, door in ((charlie, "backoffice"), (olga, "operator")):
        assert browser.get(f"/{door}/rights/{asked.public_id}/").status_code == 404


@pytest.mark.parametrize("door", ["operator", "backoffice"])
def test_a_deletion_shows_what_it_takes_and_another_operator_grants_it(
    client: Client, olga: Client, alice: Client, door: str
) -> None:
    a_walk_in(4)
    taken = {"operator": olga, "backoffice": alice}[door].post(f"/{door}/rights/new/", counter(right="erase"))
    asked = RightsRequest.objects.get()
    where = f"/operator/rights/{asked.public_id}/"
    assert asked.organiser is None
    assert taken["Location"] == (where if door == "operator" else "/backoffice/rights/")
    page = olga.get(where).content.decode()
    assert "條碼 1 組" in page and "一併清除" in page
    assert ("須由另一位系統管理者准許" in page, 'value="granted"' in page) == (door == "operator", door != "operator")
    granted = olga.post(where, {"outcome": "granted", "answer": "已刪除"}, follow=True).content.decode()
    if door == "operator":
        assert "沒有這個選項" in granted and Learner.objects.exists()
        oscar = appoint_operator(account=an_account("oscar"), from_date=NOW.date(), actor=SYSTEM, at=NOW)
        client.force_login(oscar.account)
        client.post(where, {"outcome": "granted", "answer": "已刪除"})
    assert not Learner.objects.exists() and "（已刪除）" in olga.get("/operator/rights/").content.decode()


def test_neither_action_nor_database_takes_a_deletion_from_whoever_took_it_in(olga: Client) -> None:
    a_walk_in(4)
    olga.post("/operator/rights/new/", counter(right="erase"))
    asked = RightsRequest.objects.get()
    assert asked.entered_by is not None
    with pytest.raises(OwnCounter):
        answer_request(request=asked, outcome=Outcome.PARTLY, answer="x", by=asked.entered_by, at=NOW)
    asked.answered_at, asked.answered_by, asked.answer = NOW, asked.entered_by, "x"
    for outcome in (Outcome.GRANTED, Outcome.PARTLY):
        asked.outcome = outcome
        with pytest.raises(IntegrityError, match="erased_by_another"), transaction.atomic():
            asked.save()
    asked.outcome = Outcome.DECLINED
    asked.save()
