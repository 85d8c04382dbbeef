"""The people of a year's roster in the browser: added, corrected, exempted, taken off, matched."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hefa.paperwork.models import YearMember, YearProof, YearRoster
from hefa.paperwork.names.year import Matching
from tests.activities.files import PDF
from tests.cast import World, an_id
from tests.paperwork.rosters import a_member, a_roster, hours_of
from tests.web.backoffice.year.pages import of, text

pytestmark = pytest.mark.django_db


def person(roster: YearRoster, member: YearMember, page: str = "") -> str:
    return of(roster, f"members/{member.public_id}/{page}")


def filled(**changes: str) -> dict[str, str]:
    fields = {"public_id": str(uuid4()), "version": "1", "name": "王小明", "id_last4": "6789", "joined": "", "left": ""}
    return fields | changes


def test_somebody_is_added_corrected_and_marked_as_left(alice: Client, world: World) -> None:
    roster = a_roster(world)
    told = filled()
    for _ in range(2):
        assert "已將「王小明」列入名冊。" in text(alice.post(of(roster, "members/new/"), told, follow=True))
    assert "名冊中已有姓名與末四碼相同的人員。" in text(alice.post(of(roster, "members/new/"), filled()))
    member = YearMember.objects.get()
    left = filled(version="1", left="115-09-01")
    assert "已儲存。" in text(alice.post(person(roster, member), left, follow=True))
    assert "其他承辦人已先更改" in text(alice.post(person(roster, member), left, follow=True))
    member.refresh_from_db()
    assert member.left == date(2026, 9, 1)
    assert "沒有需要儲存的變更。" in text(alice.post(person(roster, member), left | {"version": "2"}, follow=True))
    restored = alice.post(person(roster, member, "restoration/"), {"version": "2"}, follow=True)
    assert "已恢復列計" in text(restored) and YearMember.objects.get().left is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "請輸入姓名。"),
        ({"name": an_id(1).value}, "請勿填寫身分證字號。"),
        ({"id_last4": "12"}, "共 4 個數字"),
        ({"id_last4": an_id(1).value}, "共 4 個數字"),
        ({"joined": "去年"}, "日期格式請用"),
        ({"joined": "115-05-01", "left": "115-04-01"}, "離職日早於到職日。"),
        ({"joined": "116-01-01"}, "到職日在 115 年度之後"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_person_is_told(alice: Client, world: World, changes: dict[str, str], words: str) -> None:
    answer = text(alice.post(of(a_roster(world), "members/new/"), filled(**changes)))
    assert words in answer and an_id(1).value not in answer and not YearMember.objects.exists()


def test_somebody_is_exempted_with_proof_and_cannot_be_taken_off(alice: Client, dora: Client, world: World) -> None:
    roster = a_roster(world)
    member = a_member(world, roster, 1)
    told = {"version": "1", "reason": "育嬰留職停薪", "proof": SimpleUploadedFile("王小明.pdf", PDF)}
    assert "已列為豁免" in text(alice.post(person(roster, member, "exemption/"), told, follow=True))
    assert "育嬰留職停薪" in text(alice.get(of(roster))) and "育嬰" not in text(dora.get(of(roster)))
    proof = YearProof.objects.get()
    answer = alice.get(person(roster, member, f"proofs/{proof.public_id}/"))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    assert "王小明" not in answer["Content-Disposition"]
    assert "須保存三年" in text(alice.post(person(roster, member, "removal/"), {"version": "2"}, follow=True))
    assert YearMember.objects.exists()


@pytest.mark.parametrize(
    ("reason", "proof", "words"),
    [
        ("", None, "請填寫豁免原因。"),
        (f"病假 {an_id(1).value}", None, "請勿填寫身分證字號。"),
        ("病假", b"MZ\x90\x00", "不接受這種檔案"),
    ],
    ids=["no reason", "a number", "a program"],
)
def test_an_exemption_that_is_not_in_order_changes_nothing(
    alice: Client, world: World, reason: str, proof: bytes | None, words: str
) -> None:
    roster = a_roster(world)
    member = a_member(world, roster, 1)
    told: dict[str, object] = {"version": "1", "reason": reason}
    if proof is not None:
        told["proof"] = SimpleUploadedFile("x.exe", proof)
    assert words in text(alice.post(person(roster, member, "exemption/"), told))
    member.refresh_from_db()
    assert member.exempt_at is None and not YearProof.objects.exists()


def test_a_person_is_taken_off_after_a_second_question(alice: Client, world: World) -> None:
    roster = a_roster(world)
    member = a_member(world, roster, 1)
    where = person(roster, member, "removal/")
    assert "這個動作不能復原" in text(alice.get(where))
    assert "已先更改或移除" in text(alice.post(where, {"version": "7"}, follow=True))
    assert "已將「王小明」移出名冊" in text(alice.post(where, {"version": "1"}, follow=True))
    assert alice.post(where, {"version": "1"}).status_code == 404


def test_an_ambiguous_line_tells_nothing_of_people_but_their_hours_here(alice: Client, world: World) -> None:
    roster = a_roster(world)
    member = a_member(world, roster, 1)
    twin = next(n for n in range(1001, 99999, 1000) if an_id(n).last4 == an_id(1).last4)
    hours_of(world, 1)
    second = hours_of(world, twin, hours="3").learner
    hours_of(world, 1, unit=world.blue_hill, code="Elsewhere")
    page = text(alice.get(of(roster, "matching/")))
    assert "第 1 位：以本機關取得 2 小時（115-11-24）" in page and "第 2 位：以本機關取得 3 小時" in page
    key = str(member.public_id)
    later = {f"{key}-person": "later", f"{key}-version": "1"}
    assert "沒有需要儲存的變更。" in text(alice.post(of(roster, "matching/"), later, follow=True))
    chosen = later | {f"{key}-person": str(second.public_id)}
    assert "已確認 1 位人員。" in text(alice.post(of(roster, "matching/"), chosen, follow=True))
    assert YearMember.objects.get().learner == second
    anew = {"do": "open", "version": "2"}
    assert "已儲存。" in text(alice.post(person(roster, member, "matching/"), anew, follow=True))
    assert YearMember.objects.get().matching == Matching.OPEN
    assert "請由選項中選擇。" in text(alice.post(of(roster, "matching/"), later | {f"{key}-person": str(uuid4())}))
