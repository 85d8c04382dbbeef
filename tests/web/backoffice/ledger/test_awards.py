"""登錄 / 維護學習時數: the list, its search and its print pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from hefa.awards.actions import revoke_awards
from hefa.awards.models import Award, Review
from hefa.awards.names import AwardState
from hefa.organisers.names import Duty
from tests.cast import NOW, World, a_walk_in, an_id, an_officer, enrolled
from tests.web.backoffice.conftest import Earn, address
from tests.web.conftest import logged_in

pytestmark = pytest.mark.django_db


def page(browser: Client, where: str) -> str:
    answer = browser.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def search(browser: Client, world: World, **terms: str) -> str:
    answer = browser.post(address(world, "awards/search/"), {"sort": "unit", **terms}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def names(html: str, *among: str) -> list[str]:
    """Which of these names the list shows, in its order."""
    shown = html.split("<tbody")[1].split("</tbody>")[0] if "<tbody" in html else ""
    return sorted((name for name in among if name in shown), key=shown.index)


def test_heading_and_counts_are_those_of_the_manual(alice: Client, world: World, earn: Earn) -> None:
    for number, name in ((1, "王小明"), (2, "陳美麗")):
        code = a_walk_in(number, name=name).code
        enrolled(world.offering, code)
        earn(number, name)
    html = page(alice, address(world))
    assert "活動名稱： 測試活動001 第 1 期 (活動代碼: Test01)" in html
    assert "招生人數：0, 報名人數：2, 待報名准駁人數：0, 時數通過人數：2, 時數不通過人數：0" in html
    assert "總共 2 筆資料, 目前顯示第 1~2 筆" in html
    assert html.count("已覆核</option>") == 2 and "不通過</option>" in html


def test_a_list_that_did_not_change_is_answered_by_one_statement_of_its_own(
    alice: Client, world: World, earn: Earn
) -> None:
    earn(1)
    where = address(world)
    first = alice.get(where)
    assert escape(first["ETag"]) in first.content.decode()

    def asked() -> tuple[int, list[str]]:
        with CaptureQueriesContext(connection) as told:
            answer = alice.get(where, headers={"If-None-Match": first["ETag"]})
        return answer.status_code, [query["sql"] for query in told if "award" in query["sql"]]

    status, statements = asked()
    assert (status, len(statements)) == (304, 1)
    for number in range(2, 9):
        earn(number)
    assert asked()[0] == 200
    first = alice.get(where)
    status, statements = asked()
    assert (status, len(statements)) == (304, 1)
    assert alice.get(f"{where}?page=2", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_whatever_is_on_the_list_makes_it_another(
    alice: Client, world: World, earn: Earn, waiting: Callable[..., Review]
) -> None:
    """Each of these is seen by whoever looks, without a reload."""
    award = earn(1)
    changes: list[Callable[[], object]] = [
        lambda: earn(2),
        lambda: Award.objects.filter(pk=award.pk).update(version=F("version") + 1),
        lambda: revoke_awards(
            offering=world.offering, versions={award.public_id: 2}, reason="重複", officer=world.alice, at=NOW
        ),
        lambda: enrolled(world.offering, a_walk_in(3).code),
        waiting,
    ]
    tag = ""
    for change in changes:
        before = alice.get(address(world), headers={"If-None-Match": tag} if tag else {})
        tag = before["ETag"]
        assert alice.get(address(world), headers={"If-None-Match": tag}).status_code == 304
        change()
        assert alice.get(address(world), headers={"If-None-Match": tag}).status_code == 200


def test_a_whole_number_is_on_no_page(alice: Client, world: World, earn: Earn) -> None:
    earn(1)
    for where in ("awards/", "awards/printing/passed/", "export/"):
        html = page(alice, address(world, where))
        assert an_id(1).value not in html
        assert (f"******{an_id(1).last4}" in html) == (where != "export/")


def test_empty_list_says_what_to_do(alice: Client, world: World) -> None:
    html = page(alice, address(world))
    assert "還沒有核發時數的學員" in html and f"/scanner/{world.offering.public_id}/" in html


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        pytest.param({}, ["林一", "陳美麗", "王小明"], id="everybody by unit, people without one last"),
        pytest.param({"sort": "name"}, ["林一", "王小明", "陳美麗"], id="by name"),
        pytest.param({"sort": "order"}, ["王小明", "林一", "陳美麗"], id="in the order in which they came"),
        pytest.param({"name": "小"}, ["王小明"], id="part of a name"),
        pytest.param({"last4": an_id(2).last4}, ["林一"], id="last four"),
        pytest.param({"external": "no"}, ["林一"], id="the organiser's own unit"),
        pytest.param({"external": "yes"}, ["陳美麗", "王小明"], id="other units"),
        pytest.param({"name": "無此人"}, [], id="nobody"),
    ],
)
def test_search_and_order(alice: Client, world: World, earn: Earn, terms: dict[str, str], expected: list[str]) -> None:
    earn(1, "王小明")
    earn(2, "林一", world.green_water)
    earn(3, "陳美麗", world.blue_hill)
    shown = names(search(alice, world, **terms), "王小明", "林一", "陳美麗")
    if terms == {"sort": "name"}:
        assert shown == sorted(expected)
    else:
        assert shown == expected


def test_search_terms_stand_in_no_url_and_hold_on_the_next_page(alice: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    earn(2, "林一")
    answer = alice.post(address(world, "awards/search/"), {"sort": "unit", "name": "小明", "last4": ""})
    assert (answer.status_code, answer["Location"]) == (302, address(world))
    assert names(page(alice, address(world)), "王小明", "林一") == ["王小明"]
    assert 'value="小明"' in page(alice, address(world))
    alice.post(address(world, "awards/search/"), {"clear": "1"})
    assert set(names(page(alice, address(world)), "王小明", "林一")) == {"王小明", "林一"}


def test_search_of_one_offering_does_not_narrow_another(alice: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    other = f"/backoffice/offerings/{world.other_offering.public_id}/awards/"
    alice.post(address(world, "awards/search/"), {"sort": "unit", "name": "無此人"})
    assert "沒有符合條件的學員" in page(alice, address(world))
    charlie = logged_in(world.charlie)
    assert "無此人" not in page(charlie, other)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"last4": "12"}, "請輸入身分證字號末四碼，共 4 個數字。"),
        ({"last4": "A123456789"}, "請輸入身分證字號末四碼，共 4 個數字。"),
        ({"sort": "age"}, "age"),
        ({"external": "maybe"}, "沒有這個選項"),
    ],
)
def test_search_says_what_is_wrong(
    alice: Client, world: World, earn: Earn, terms: dict[str, str], sentence: str
) -> None:
    earn(1)
    html = search(alice, world, **terms)
    assert 'role="alert"' in html and sentence in html and "王小明" in html


def test_pages_hold_fifty(alice: Client, world: World, earn: Earn) -> None:
    for number in range(1, 53):
        earn(number, f"學員{number:02d}")
    search(alice, world, sort="order")
    first, second, beyond = (page(alice, f"{address(world)}?page={n}") for n in ("1", "2", "99"))
    assert "總共 52 筆資料, 目前顯示第 1~50 筆" in first and "學員51" not in first
    assert "總共 52 筆資料, 目前顯示第 51~52 筆" in second and "學員52" in second and "學員01" not in second
    assert "目前顯示第 51~52 筆" in beyond
    assert "目前顯示第 1~50 筆" in page(alice, f"{address(world)}?page=x")


def test_statements_do_not_grow_with_the_list(alice: Client, world: World, earn: Earn) -> None:
    def statements(where: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(alice, address(world, where))
        return len(captured)

    earn(1)
    few = [statements(where) for where in ("awards/", "awards/printing/passed/", "export/")]
    for number in range(2, 61):
        earn(number, f"學員{number}", world.green_water if number % 2 else None)
    assert [statements(where) for where in ("awards/", "awards/printing/passed/", "export/")] == few


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7000000 }}"])
def test_names_are_text(alice: Client, world: World, earn: Earn, name: str) -> None:
    earn(1, name)
    for where in ("awards/", "awards/printing/passed/"):
        html = page(alice, address(world, where))
        assert "<script>alert" not in html and "<img src=x" not in html and "7000007" not in html


def test_people_under_review_stand_above_the_list(
    alice: Client, dora: Client, world: World, waiting: Callable[..., Review]
) -> None:
    review = waiting(1, "王小明")
    html = page(alice, address(world))
    settlement = address(world, f"reviews/{review.public_id}/settlement/")
    assert "待承辦人確認：1 筆" in html and "現場未予核發" in html and settlement in html
    reading = page(dora, address(world))
    assert "待承辦人確認：1 筆" in reading and settlement not in reading


def test_a_name_that_differs_is_shown_with_both_names(alice: Client, world: World, earn: Earn) -> None:
    a_walk_in(1, name="王小明")
    earn(1, "王曉明")
    html = page(alice, address(world))
    assert AwardState.NAME_DIFFERS.label in html and "條碼姓名：王曉明" in html and "確認姓名" in html


@pytest.mark.parametrize(("which", "shown", "hidden"), [("passed", "王小明", "林一"), ("failed", "林一", "王小明")])
def test_print_pages_show_one_kind_with_room_for_signatures(
    alice: Client, world: World, earn: Earn, which: str, shown: str, hidden: str
) -> None:
    earn(1, "王小明")
    Award.objects.filter(pk=earn(2, "林一").pk).update(state=AwardState.FAILED)
    html = page(alice, address(world, f"awards/printing/{which}/"))
    assert shown in html and hidden not in html and "承辦人：" in html and "單位主管：" in html


def test_the_list_as_pdf_is_named_after_the_offering(alice: Client, dora: Client, world: World, earn: Earn) -> None:
    earn(1, "李喆堃")
    for browser in (alice, dora):
        answer = browser.get(address(world, "awards/printing/passed/file/"))
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
        assert "attachment" in answer["Content-Disposition"] and "Test01" in answer["Content-Disposition"]


@pytest.mark.parametrize("where", ["awards/printing/all/", "awards/printing/all/file/"])
def test_print_of_another_kind_is_not_there(alice: Client, world: World, where: str) -> None:
    assert alice.get(address(world, where)).status_code == 404


def test_enrolment_order_follows_the_enrolment_and_then_the_award(alice: Client, world: World, earn: Earn) -> None:
    """報名先後順序: who enrolled first stands first, however late the scan; who did not enrol comes after."""
    late, early = a_walk_in(2, name="林一").code, a_walk_in(3, name="陳美麗").code
    enrolled(world.offering, early, at=world.at - timedelta(days=3))
    enrolled(world.offering, late, at=world.at - timedelta(days=2))
    earn(1, "王小明"), earn(2, "林一"), earn(3, "陳美麗")
    shown = names(search(alice, world, sort="order"), "王小明", "林一", "陳美麗")
    assert shown == ["陳美麗", "林一", "王小明"]


@pytest.mark.parametrize("where", ["awards/", "awards/printing/passed/"])
def test_reading_officer_reads_and_changes_nothing(dora: Client, world: World, earn: Earn, where: str) -> None:
    earn(1, "王小明")
    html = page(dora, address(world, where))
    assert "王小明" in html
    for button in ("送出", "刪除勾選的項目", "全部通過", ">匯出<", "開啟掃描器"):
        assert button not in html


@pytest.mark.parametrize("where", ["awards/", "awards/printing/passed/"])
def test_reading_pages_refuse_other_methods(alice: Client, world: World, where: str) -> None:
    assert alice.post(address(world, where)).status_code == 405


def test_search_is_by_post(alice: Client, world: World) -> None:
    assert alice.get(address(world, "awards/search/"))["Location"] == address(world)
    assert alice.put(address(world, "awards/search/")).status_code == 405


def test_officer_who_left_sees_nothing(world: World, earn: Earn) -> None:
    earn(1)
    world.bob.until_date = world.at.date().replace(day=23)
    world.bob.save(update_fields=["until_date"])
    assert logged_in(world.bob).get(address(world)).status_code == 403


def test_officer_of_two_organisers_has_each_duty_where_it_was_given(world: World, earn: Earn) -> None:
    """A right to change at one organiser is none at the other."""
    earn(1)
    eve = an_officer("eve", world.other_organiser, duties=(Duty.RECORD, Duty.EXPORT))
    world.dora.account = eve.account
    world.dora.save(update_fields=["account"])
    browser = logged_in(eve)
    assert "送出" not in page(browser, address(world))
    assert browser.post(address(world, "awards/changes/"), {}).status_code == 403
    assert browser.get(address(world, "export/")).status_code == 403
