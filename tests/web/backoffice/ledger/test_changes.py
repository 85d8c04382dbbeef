"""送出, 全部通過, 刪除勾選的項目."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.models import Award, AwardCorrection
from hefa.awards.names import AwardState
from hefa.codes.queries import static_text
from tests.cast import World
from tests.web.backoffice.conftest import Earn, address, row_of

pytestmark = pytest.mark.django_db


def send(browser: Client, world: World, *rows: dict[str, str], **more: object) -> str:
    """The list as the page sends it, with a reason for corrections unless `reason` says otherwise."""
    fields: dict[str, object] = {"row": [row["row"] for row in rows], "reason": "清點後更正"}
    for row in rows:
        fields |= {name: value for name, value in row.items() if name != "row"}
    answer = browser.post(address(world, "awards/changes/"), {**fields, **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def stored(award: Award) -> tuple[object, ...]:
    award.refresh_from_db()
    return award.digital_hours, award.in_person_hours, award.state, award.version


def test_send_saves_all_changes_and_says_what_changed(alice: Client, world: World, earn: Earn) -> None:
    first, second, third = earn(1, "王小明"), earn(2, "林一"), earn(3, "陳美麗")
    html = send(
        alice, world, row_of(first, in_person="1.5", digital="0.5"), row_of(second, state="failed"), row_of(third)
    )
    assert "已儲存 2 筆變更。" in html
    assert "王小明：數位 0→0.5、實體 2→1.5" in html and "林一：已覆核→不通過" in html
    assert stored(first) == (Decimal("0.5"), Decimal("1.5"), AwardState.REVIEWED, 2)
    assert stored(second) == (0, 2, AwardState.FAILED, 2)
    assert stored(third) == (0, 2, AwardState.REVIEWED, 1)
    entries = AuditEntry.objects.filter(verb=Verb.AWARD_CORRECTED)
    assert {entry.subject_id for entry in entries} == {first.public_id, second.public_id}


def test_send_twice_changes_once(alice: Client, world: World, earn: Earn) -> None:
    award = earn(1)
    send(alice, world, row_of(award, in_person="3"))
    html = send(alice, world, row_of(award, in_person="3"))
    assert "其他承辦人已先更改" in html
    assert stored(award) == (0, 3, AwardState.REVIEWED, 2)
    assert "沒有需要儲存的變更。" in send(alice, world, row_of(award, in_person="3", version="2"))


def test_second_officer_is_told_and_nothing_is_overwritten(
    alice: Client, bob: Client, world: World, earn: Earn
) -> None:
    award, other = earn(1, "王小明"), earn(2, "林一")
    seen = row_of(award), row_of(other)
    send(alice, world, row_of(award, in_person="3"))
    html = send(
        bob, world, {**seen[0], f"in_person-{award.public_id}": "1"}, {**seen[1], f"in_person-{other.public_id}": "1"}
    )
    assert "未儲存：王小明。" in html and "已儲存 1 筆變更。林一：實體 2→1。" in html
    assert stored(award) == (0, 3, AwardState.REVIEWED, 2)
    assert stored(other) == (0, 1, AwardState.REVIEWED, 2)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"in_person": "0", "digital": "0"}, "數位與實體時數不可同時為 0"),
        ({"in_person": "", "digital": ""}, "數位與實體時數不可同時為 0"),
        ({"in_person": "-1"}, "時數不可為負數"),
        ({"in_person": "1e9"}, "時數不可超過 99.5 小時"),
        ({"in_person": "0.3"}, "時數以 0.5 小時為單位"),
        ({"in_person": "NaN"}, "時數須為數字"),
        ({"in_person": "兩"}, "時數須為數字"),
        ({"in_person": "<b>"}, "時數須為數字"),
    ],
)
def test_wrong_hours_save_nothing_and_keep_what_was_typed(
    alice: Client, world: World, earn: Earn, typed: dict[str, str], sentence: str
) -> None:
    wrong, right = earn(1, "王小明"), earn(2, "林一")
    html = send(alice, world, row_of(wrong, **typed), row_of(right, in_person="1"))
    assert "時數有誤，尚未儲存任何資料" in html and "<b>" not in html
    assert f'<a href="#in_person-{wrong.public_id}">王小明：{sentence}</a>' in html
    assert f'name="in_person-{right.public_id}" value="1"' in html
    assert stored(wrong)[3] == stored(right)[3] == 1


def test_a_correction_after_review_asks_why_and_keeps_what_was_typed(alice: Client, world: World, earn: Earn) -> None:
    award, other = earn(1, "王小明"), earn(2, "林一")
    for empty in ("", "   "):
        html = send(alice, world, row_of(award, in_person="3"), row_of(other), reason=empty)
        assert "已覆核的資料要更正，請填寫更正原因後再送出" in html and 'href="#reason"' in html
        assert f'name="in_person-{award.public_id}" value="3"' in html
        assert "data-hefa-reason hidden" not in html
    assert stored(award)[3] == 1
    assert "data-hefa-reason hidden" in send(alice, world, row_of(award), row_of(other), reason="")


def test_the_history_keeps_the_reason_of_every_correction(alice: Client, bob: Client, world: World, earn: Earn) -> None:
    award = earn(1, "王小明")
    send(alice, world, row_of(award, in_person="1"), reason="早退")
    award.refresh_from_db()
    send(bob, world, row_of(award, in_person="3"), reason="補課")
    award.refresh_from_db()
    stale = row_of(award, in_person="4", version="1")
    send(alice, world, stale, reason="看錯")
    award.refresh_from_db()
    told = AwardCorrection.objects.order_by("version").values_list("award", "version", "reason", "corrected_by")
    assert list(told) == [
        (award.pk, 2, "早退", world.alice.account_id),
        (award.pk, 3, "補課", world.bob.account_id),
    ]
    story = alice.get(address(world, f"awards/{award.public_id}/history/")).content.decode()
    lines = [line for line in story.split("<li>") if "修改：" in line]
    assert ["原因：早退" in lines[0], "原因：補課" in lines[1], len(lines)] == [True, True, 2]
    assert award.correction_reason == "補課" and "看錯" not in story


def test_a_correction_is_shown_with_who_and_why(alice: Client, world: World, earn: Earn) -> None:
    award = earn(1, "王小明")
    html = send(alice, world, row_of(award, in_person="3"), reason="早退一小時")
    award.refresh_from_db()
    assert (award.corrected_at, award.corrected_by) == (world.at, world.alice.account)
    assert "已更正</span> 115-11-24 09:30 Alice：早退一小時" in html


@pytest.mark.parametrize(
    ("reason", "sentence"), [("A123456789 早退", "請勿填寫身分證字號。"), ("長" * 201, "更正原因最多 200 個字。")]
)
def test_a_reason_that_cannot_be_one_saves_nothing(
    alice: Client, world: World, earn: Earn, reason: str, sentence: str
) -> None:
    award = earn(1)
    html = send(alice, world, row_of(award, in_person="3"), reason=reason)
    assert sentence in html and reason not in html and f'name="in_person-{award.public_id}" value="3"' in html
    assert stored(award)[3] == 1


def test_hours_are_applied_to_the_checked_rows_and_nothing_is_saved(alice: Client, world: World, earn: Earn) -> None:
    award, other = earn(1, "王小明"), earn(2, "林一")
    html = send(
        alice,
        world,
        row_of(award),
        row_of(other),
        do="apply",
        award=str(award.public_id),
        digital="0.5",
        in_person="1",
    )
    assert f'name="in_person-{award.public_id}" value="1"' in html
    assert f'name="digital-{award.public_id}" value="0.5"' in html
    assert f'name="in_person-{other.public_id}" value="2"' in html
    assert stored(award)[3] == 1


def test_a_list_of_any_length_is_saved_in_the_same_number_of_statements(
    alice: Client, world: World, earn: Earn
) -> None:
    def statements(*awards: Award) -> int:
        with CaptureQueriesContext(connection) as captured:
            send(alice, world, *(row_of(award, in_person="3") for award in awards))
        return len(captured)

    first = earn(1)
    rest = [earn(number, f"學員{number}") for number in range(2, 22)]
    assert statements(first) == statements(*rest)


def test_full_width_digits_are_read(alice: Client, world: World, earn: Earn) -> None:
    award = earn(1)
    send(alice, world, row_of(award, in_person="３．５"))
    assert stored(award)[1] == Decimal("3.5")


@pytest.mark.parametrize(("do", "selected"), [("pass", "reviewed"), ("fail", "failed")])
def test_fill_buttons_draw_the_list_and_save_nothing(
    alice: Client, world: World, earn: Earn, do: str, selected: str
) -> None:
    awards = [earn(1, "王小明"), earn(2, "林一")]
    html = send(alice, world, *(row_of(award) for award in awards), do=do)
    assert html.count(f'<option value="{selected}" selected>') == 2
    assert [stored(award)[3] for award in awards] == [1, 1]


def test_select_all_checks_all_and_then_none(alice: Client, world: World, earn: Earn) -> None:
    awards = [earn(1, "王小明"), earn(2, "林一")]
    rows = [row_of(award) for award in awards]
    assert send(alice, world, *rows, do="select").count(" checked>") == 2 + 1
    every = [str(award.public_id) for award in awards]
    assert send(alice, world, *rows, do="select", award=every).count(" checked>") == 0 + 1


def test_a_differing_name_is_not_passed_from_the_list(alice: Client, world: World, earn: Earn) -> None:
    award = earn(1)
    Award.objects.filter(pk=award.pk).update(state=AwardState.NAME_DIFFERS)
    send(alice, world, row_of(award, state="reviewed"))
    assert stored(award)[2] == AwardState.NAME_DIFFERS


def test_rows_of_another_offering_are_passed_over(charlie: Client, world: World, earn: Earn) -> None:
    award = earn(1)
    where = f"/backoffice/offerings/{world.other_offering.public_id}/awards/"
    answer = charlie.post(f"{where}changes/", row_of(award, in_person="9"), follow=True)
    assert answer.status_code == 200 and "王小明" not in answer.content.decode()
    versions = {"award": str(award.public_id), f"version-{award.public_id}": "1", "reason": "x"}
    answer = charlie.post(f"{where}revocation/", versions, follow=True)
    assert answer.status_code == 200 and "王小明" not in answer.content.decode()
    assert stored(award) == (0, 2, AwardState.REVIEWED, 1) and award.revoked_at is None


@pytest.mark.parametrize("fields", [{"row": "x"}, {"award": "x"}])
def test_a_broken_form_is_a_400(alice: Client, world: World, earn: Earn, fields: dict[str, str]) -> None:
    earn(1)
    where = "awards/changes/" if "row" in fields else "awards/revocation/"
    answer = alice.post(address(world, where), fields)
    assert answer.status_code == 400 and "王小明" not in answer.content.decode()


def test_a_row_without_its_version_is_a_400(alice: Client, world: World, earn: Earn) -> None:
    award = earn(1)
    assert alice.post(address(world, "awards/changes/"), row_of(award, version="")).status_code == 400


def revoke(browser: Client, world: World, *awards: Award, **more: str) -> str:
    fields = {f"version-{award.public_id}": "1" for award in awards}
    fields["award"] = [str(award.public_id) for award in awards]  # type: ignore[assignment]
    answer = browser.post(address(world, "awards/revocation/"), {**fields, **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_delete_asks_for_a_reason_first(alice: Client, world: World, earn: Earn) -> None:
    award, other = earn(1, "王小明"), earn(2, "林一")
    html = revoke(alice, world, award)
    assert "刪除 1 筆時數" in html and "王小明" in html and "林一" not in html
    assert "請填寫刪除原因。" in revoke(alice, world, award, reason=" ")
    award.refresh_from_db()
    assert award.revoked_at is None and other.revoked_at is None


def test_delete_with_a_reason_keeps_the_row_in_the_history(alice: Client, world: World, earn: Earn) -> None:
    award = earn(1, "王小明")
    html = revoke(alice, world, award, reason="掃錯期別")
    award.refresh_from_db()
    assert "已刪除 1 筆時數：王小明。" in html
    assert (award.revoked_at, award.revoked_by, award.revoke_reason) == (world.at, world.alice.account, "掃錯期別")
    assert AuditEntry.objects.get(verb=Verb.AWARD_REVOKED).subject_id == award.public_id
    assert award.code is not None and static_text(award.code)


def test_delete_twice_says_that_it_is_gone(alice: Client, bob: Client, world: World, earn: Earn) -> None:
    award = earn(1)
    revoke(alice, world, award, reason="掃錯期別")
    html = revoke(bob, world, award, reason="重複")
    award.refresh_from_db()
    assert "未刪除" in html and award.revoke_reason == "掃錯期別" and award.revoked_by == world.alice.account


def test_delete_of_nothing_says_so(alice: Client, world: World, earn: Earn) -> None:
    earn(1)
    assert "請先勾選要刪除的學員。" in revoke(alice, world)


@pytest.mark.parametrize("where", ["awards/changes/", "awards/revocation/"])
def test_changing_doors_take_post_from_recording_officers_with_a_token(
    alice: Client, dora: Client, charlie: Client, world: World, earn: Earn, where: str
) -> None:
    award = earn(1)
    fields = {**row_of(award, in_person="9"), "award": str(award.public_id), "reason": "x"}
    assert alice.get(address(world, where))["Location"] == address(world)
    assert dora.post(address(world, where), fields).status_code == 403
    assert charlie.post(address(world, where), fields).status_code == 404
    assert Client().post(address(world, where), fields)["Location"].startswith("/login/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.alice.account)
    assert strict.post(address(world, where), fields).status_code == 403
    assert stored(award) == (0, 2, AwardState.REVIEWED, 1) and award.revoked_at is None
