"""補登: many rows by keyboard; a mistake saves none and loses none, and each row gets its answer."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import revoke_awards
from hefa.awards.models import Award
from hefa.awards.names import AwardSource, AwardState
from tests.cast import NOW, World, a_walk_in, an_id, enrolled
from tests.web.backoffice.conftest import Earn, address

pytestmark = pytest.mark.django_db


def row(number: int, who: int | str, name: str = "王小明", unit: str = "", **more: str) -> dict[str, str]:
    typed = who if isinstance(who, str) else an_id(who).value
    told = {f"name-{number}": name, f"number-{number}": typed, f"unit-{number}": unit}
    return told | {f"{field}-{number}": value for field, value in more.items()}


def send(browser: Client, world: World, *rows: dict[str, str], **more: str) -> str:
    fields = {"first": "1", "count": "20", "do": "save", **more}
    for one in rows:
        fields |= one
    answer = browser.post(address(world, "sheet/"), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def results(html: str) -> list[tuple[str, str, str]]:
    """Number, name and answer of each row of the result."""
    found = re.findall(r'<tr><td>(\d+)</td><th scope="row">(.*?)</th><td><span class="state[^>]*>(.*?)</span>', html)
    return [(number, name, words) for number, name, words in found]


def hidden(html: str, field: str) -> str:
    told = re.search(rf'name="{field}" value="([^"]*)"', html)
    assert told is not None, field
    return told[1]


def test_rows_earn_the_hours_of_the_offering_with_their_units(alice: Client, world: World) -> None:
    html = send(
        alice,
        world,
        row(1, 1, "李喆堃", world.green_water.code.lower()),
        row(2, 2, "Ngayaw‧Kacaw", "="),
        row(4, 4, "峯啓綉"),
        row(5, 5, "林一", "同上"),
    )
    assert results(html) == [(n, name, "核發") for n, name in
                             (("1", "李喆堃"), ("2", "Ngayaw‧Kacaw"), ("4", "峯啓綉"), ("5", "林一"))]  # fmt: skip
    awards = Award.objects.order_by("pk")
    assert {(award.learner.name, award.unit) for award in awards} == {
        ("李喆堃", world.green_water),
        ("Ngayaw‧Kacaw", world.green_water),
        ("峯啓綉", None),
        ("林一", None),
    }
    assert {award.source for award in awards} == {AwardSource.HAND}
    assert {award.entered_by for award in awards} == {world.alice.account}


def test_the_result_is_told_once(alice: Client, world: World) -> None:
    assert results(send(alice, world, row(1, 1)))
    assert not results(alice.get(address(world, "sheet/")).content.decode())


def test_a_mistake_saves_none_and_loses_none(alice: Client, world: World) -> None:
    html = send(
        alice, world, row(1, 1, "李喆堃", world.green_water.code), row(2, "A123456788", "陳美麗"), row(3, 3, "", "X")
    )
    assert "有資料需要修正，尚未登錄任何一列" in html and not Award.objects.exists()
    for words in ("編號 2：檢查碼不正確", "編號 3：請輸入姓名、查無此服務單位代碼", "已輸入 ******"):
        assert words in html
    assert 'value="李喆堃"' in html and 'value="陳美麗"' in html and an_id(1).value not in html
    assert "A123456788" not in html and an_id(3).value not in html
    mended = [
        row(1, "", "李喆堃", world.green_water.code, kept=hidden(html, "kept-1")),
        row(2, 2, "陳美麗"),
        row(3, "", "林一", "", kept=hidden(html, "kept-3")),
    ]
    assert [words for _, _, words in results(send(alice, world, *mended))] == ["核發"] * 3
    assert Award.objects.get(learner__in=[a_walk_in(1).code.learner]).unit == world.green_water


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (row(1, 1, "A123456789"), "姓名欄請勿填寫身分證字號"),
        (row(1, 1, "字" * 101), "姓名最多 100 個字"),
        (row(1, "", "王小明"), "請輸入身分證統一編號"),
        (row(1, "12", "王小明"), "格式不正確"),
        (row(1, 1, "王小明", "A123456789"), "查無此服務單位代碼"),
        (row(1, "", "", "355000000I"), "請輸入姓名、請輸入身分證統一編號"),
        (row(1, "", "王小明", kept="forged"), "請輸入身分證統一編號"),
    ],
)
def test_what_is_wrong_with_a_row_stands_beside_it(
    alice: Client, world: World, typed: dict[str, str], sentence: str
) -> None:
    html = send(alice, world, typed)
    assert f"編號 1：{sentence}" in html and "A123456789" not in html and not Award.objects.exists()


def test_one_number_in_two_rows_is_told(alice: Client, world: World) -> None:
    html = send(alice, world, row(3, 1), row(7, 1, "王曉明"))
    assert "編號 7：與編號 3 的身分證字號相同" in html and not Award.objects.exists()


def test_nothing_typed_is_told(alice: Client, world: World) -> None:
    assert "請至少輸入一列" in send(alice, world)
    assert "請至少輸入一列" in send(alice, world, {"unit-1": "="})


def test_who_has_the_hours_and_whose_name_differs_is_told_row_by_row(alice: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    a_walk_in(2, name="林一")
    html = send(alice, world, row(1, 1), row(2, 2, "林易"), row(3, 3))
    assert [words for _, _, words in results(html)] == ["已登錄時數", "核發", "核發"]
    assert "姓名與系統紀錄不同，待覆核（姓名不符）" in html
    assert Award.objects.get(state=AwardState.NAME_DIFFERS).entered_name == "林易"


def test_sent_twice_it_awards_once(alice: Client, world: World) -> None:
    assert [results(send(alice, world, row(1, 1)))[0][2] for _ in range(2)] == ["核發", "已登錄時數"]
    assert Award.objects.count() == 1


def test_what_the_rule_would_ask_waits_in_the_form_until_it_is_confirmed(
    alice: Client, world: World, earn: Earn
) -> None:
    award = earn(1)
    revoke_awards(
        offering=world.offering, versions={award.public_id: award.version}, reason="誤掃", officer=world.alice, at=NOW
    )
    html = send(alice, world, row(2, 1), row(3, 3, "林一"))
    assert [words for _, _, words in results(html)] == ["待確認", "核發"]
    assert "先前的時數已刪除或不通過" in html and 'name="name-3"' not in html
    kept = hidden(html, "kept-2")
    again = send(alice, world, row(2, "", kept=kept), first="2", count="1")
    assert [words for _, _, words in results(again)] == ["待確認"]
    html = send(alice, world, row(2, "", kept=kept, confirm="on"), first="2", count="1")
    assert [words for _, _, words in results(html)] == ["核發"]


def test_twenty_rows_more_keep_what_was_typed(alice: Client, world: World) -> None:
    html = send(alice, world, row(20, 1, "李喆堃"), do="more")
    assert 'name="name-40"' in html and 'name="name-41"' not in html and 'value="李喆堃"' in html
    assert hidden(html, "count") == "40" and not Award.objects.exists()
    assert results(send(alice, world, row(20, "", "李喆堃", kept=hidden(html, "kept-20")), count="40"))
    assert "再加 20 列" not in send(alice, world, do="more", count="200")


def test_rows_are_numbered_after_those_expected_or_as_asked(alice: Client, world: World) -> None:
    enrolled(world.offering, a_walk_in(1).code)
    html = alice.get(address(world, "sheet/")).content.decode()
    assert 'id="name-2"' in html and 'id="name-1"' not in html
    assert 'id="name-41"' in alice.get(address(world, "sheet/?from=41")).content.decode()
    for nonsense in ("x", "-1", "9" * 30, "0"):
        assert alice.get(address(world, f"sheet/?from={nonsense}")).status_code == 200


def test_a_kept_number_ends_after_a_while(alice: Client, world: World) -> None:
    html = send(alice, world, row(1, 1, ""))
    kept = hidden(html, "kept-1")
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert "請輸入身分證統一編號" in send(alice, world, row(1, "", kept=kept))


def test_many_rows_cost_no_more_statements_than_two(alice: Client, world: World) -> None:
    counts = []
    for numbers in (range(1, 3), range(3, 43)):
        rows = [row(n, 100 + n, "林一", world.green_water.code) for n in numbers]
        with CaptureQueriesContext(connection) as told:
            fields = {key: value for one in rows for key, value in one.items()}
            alice.post(address(world, "sheet/"), {"first": str(numbers[0]), "count": "200", **fields})
        counts.append(len(told))
    assert Award.objects.count() == 42 and counts[0] == counts[1]


def test_beyond_twenty_rows_of_one_officer_another_has_to_review(alice: Client, bob: Client, world: World) -> None:
    told = [words for _, _, words in results(send(alice, world, *(row(n, n) for n in range(1, 19))))]
    assert told == ["核發"] * 18
    html = send(alice, world, *(row(n, n) for n in range(19, 23)), first="19")
    assert [words for _, _, words in results(html)] == ["核發", "核發", "待覆核", "待覆核"]
    assert "須由另一位承辦人覆核" in html and Award.objects.filter(state=AwardState.WAITING).count() == 2
    assert results(send(bob, world, row(23, 23), first="23"))[0][2] == "核發"


def test_after_the_deadline_it_asks_why(alice: Client, world: World) -> None:
    with time_machine.travel(NOW + timedelta(days=100), tick=False):
        alice.force_login(world.alice.account)
        html = send(alice, world, row(1, 1))
        assert "請填寫逾期補登原因" in html and not Award.objects.exists()
        html = send(alice, world, row(1, "", kept=hidden(html, "kept-1")), late_reason=f"補登{an_id(9).value}")
        assert "逾期補登原因請勿填寫身分證字號" in html and an_id(9).value not in html and not Award.objects.exists()
        html = send(alice, world, row(1, "", kept=hidden(html, "kept-1")), late_reason="簽到表遲交")
        assert results(html)[0][2] == "核發"


def test_only_officers_who_record_may(dora: Client, charlie: Client, world: World) -> None:
    for where in ("sheet/", "sheet/signed/"):
        assert dora.post(address(world, where), row(1, 1)).status_code == 403
        assert charlie.post(address(world, where), row(1, 1)).status_code == 404
    assert not Award.objects.exists()


def signed(browser: Client, world: World, codes: list[Any], **more: str) -> str:
    fields: dict[str, Any] = {"person": [str(code.learner.public_id) for code in codes], **more}
    answer = browser.post(address(world, "sheet/signed/"), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_signed_is_ticked_and_the_opening_of_the_numbers_is_on_record(alice: Client, world: World) -> None:
    codes = [a_walk_in(n, name=f"學員{n}", unit=world.green_water).code for n in (1, 2, 3)]
    for code in codes:
        enrolled(world.offering, code)
    html = signed(alice, world, codes[:2])
    assert results(html) == [("1", "學員1", "核發"), ("2", "學員2", "核發")]
    assert html.count("已登錄時數") == 2 and {award.unit for award in Award.objects.all()} == {world.green_water}
    opened = AuditEntry.objects.get(verb=Verb.ID_OPENED)
    assert opened.facts["purpose"] == "sign_in" and len(opened.facts["learners"]) == 2


def test_last_four_that_differ_save_nobody(alice: Client, world: World) -> None:
    codes = [a_walk_in(n, name=f"學員{n}").code for n in (1, 2)]
    for code in codes:
        enrolled(world.offering, code)
    right, wrong = (f"last4-{code.learner.public_id}" for code in codes)
    html = signed(alice, world, codes, **{right: an_id(1).last4, wrong: "0000"})
    assert "編號 2 學員2：末四碼與報名資料不符" in html and not Award.objects.exists()
    assert results(signed(alice, world, codes, **{right: an_id(1).last4, wrong: an_id(2).last4}))


def test_nobody_ticked_and_nobody_expected_is_told(alice: Client, world: World) -> None:
    assert "沒有已准報名的學員" in alice.get(address(world, "sheet/signed/")).content.decode()
    enrolled(world.offering, a_walk_in(1).code)
    assert "請勾選已簽到的學員" in signed(alice, world, [])
    assert "請勾選已簽到的學員" in signed(alice, world, [a_walk_in(9).code])


def test_of_those_who_signed_too_the_rule_may_ask(alice: Client, world: World, earn: Earn) -> None:
    award = earn(1)
    enrolled(world.offering, a_walk_in(1).code)
    revoke_awards(
        offering=world.offering, versions={award.public_id: award.version}, reason="誤掃", officer=world.alice, at=NOW
    )
    code = a_walk_in(1).code
    assert results(signed(alice, world, [code])) == [("1", "王小明", "待確認")]
    assert results(signed(alice, world, [code], confirmed="on")) == [("1", "王小明", "核發")]
