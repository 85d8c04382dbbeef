"""移轉 page by page, and what is seen of it afterwards."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.activities.models import Offering
from hefa.awards.models import Award
from hefa.awards.names import RevokeKind
from hefa.base.hours import Hours
from tests.cast import World, an_activity, an_offering
from tests.web.backoffice.conftest import Earn, address, row_of

pytestmark = pytest.mark.django_db
TIMES = {"since_on": "115-11-24", "since_time": "09:00", "until_on": "115-11-24", "until_time": "10:00"}


@pytest.fixture
def right(world: World) -> Offering:
    return an_offering(world.activity, number=2, hours=Hours.of(0, 3))


def post(browser: Client, world: World, page: str, **fields: object) -> str:
    answer = browser.post(address(world, f"awards/{page}/"), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def preview(browser: Client, world: World, target: Offering, **fields: object) -> str:
    return post(browser, world, "move/preview", target=str(target.public_id), **{**TIMES, **fields})


def picked(html: str) -> str:
    (found,) = re.findall(r'name="picked" value="([^"]*)"', html)
    return str(found)


def move(browser: Client, world: World, target: Offering, html: str, **fields: str) -> str:
    told = {"hours": "target", "reason": "掃錯期別", **fields}
    return post(browser, world, "moving", picked=picked(html), target=str(target.public_id), **told)


def test_everybody_between_two_times_moves_in_three_steps(
    alice: Client, world: World, right: Offering, earn: Earn
) -> None:
    earn(1, "王小明"), earn(2, "林一")
    page = alice.get(address(world, "awards/move/")).content.decode()
    assert 'value="115-11-24"' in page and 'value="09:30"' in page and "第 2 期（115-11-24" in page
    assert "藍山步道導覽" not in page
    html = preview(alice, world, right)
    assert "<dd>2 筆</dd>" in html and "王小明" in html and "其中 2 筆的時數與移轉後的期別不同" in html
    told = move(alice, world, right, html)
    assert "已移轉 2 筆時數至「測試活動001」第 2 期" in told and "2 筆移轉至「測試活動001」第 2 期" in told
    assert {award.hours for award in Award.objects.filter(offering=right)} == {Hours.of(0, 3)}
    again = move(alice, world, right, html)
    assert "2 筆未移轉" in again and Award.objects.filter(offering=right).count() == 2


def test_only_the_checked_rows_move(alice: Client, world: World, right: Offering, earn: Earn) -> None:
    first, second = earn(1, "王小明"), earn(2, "林一")
    chosen = post(alice, world, "move", **row_of(first), award=str(first.public_id))
    assert "已勾選 1 筆" in chosen
    html = preview(alice, world, right, picked=picked(chosen))
    move(alice, world, right, html, hours="kept")
    (moved,) = Award.objects.filter(offering=right)
    assert (moved.learner, moved.hours) == (first.learner, Hours.of(0, 2))
    second.refresh_from_db()
    assert second.revoked_at is None


def test_the_preview_names_who_has_hours_there_and_what_was_changed_meanwhile(
    alice: Client, world: World, right: Offering, earn: Earn
) -> None:
    first, second = earn(1, "王小明"), earn(2, "林一")
    Award.objects.create(
        offering=right, learner=first.learner, digital_hours=0, in_person_hours=1, state="reviewed",
        state_changed_at=world.at, source="scan", assurance="walk_in", awarded_at=world.at, first_scanned_at=world.at,
    )  # fmt: skip
    html = preview(alice, world, right, picked=f"{first.public_id}.1 {second.public_id}.7")
    assert "該期別已有時數" in html and "王小明" in html and "已被更改，不移轉" in html and "林一" not in html
    assert "已有時數，以該筆為準" in move(alice, world, right, html)
    first.refresh_from_db()
    assert first.revoke_kind == RevokeKind.MOVED


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"target": ""}, "請選擇要移轉到的活動期別。"),
        ({"target": "x"}, "請重新選擇要移轉到的活動期別。"),
        ({"since_on": "昨天"}, "日期格式請用 109-03-24。"),
        ({"until_time": ""}, "請輸入時間，例如 09:00。"),
        ({"until_time": "08:00"}, "結束時間須晚於開始時間。"),
        ({"since_time": "09:50"}, "這段時間內沒有核發時數的學員。"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    alice: Client, world: World, right: Offering, earn: Earn, fields: dict[str, str], sentence: str
) -> None:
    earn(1)
    told = {"target": str(right.public_id), **TIMES, **fields}
    html = post(alice, world, "move/preview", **told)
    assert sentence in html and 'role="alert"' in html and "預覽</h1>" not in html


def test_another_activity_is_found_by_its_name(alice: Client, world: World, earn: Earn) -> None:
    earn(1)
    far = an_offering(an_activity(world.organiser, name="溪流觀察", code="River"), starts_in=timedelta(days=-3))
    an_offering(an_activity(world.organiser, name="夜間賞蛙", code="Frog"), starts_in=timedelta(days=-2))
    html = post(alice, world, "move/preview", look="1", look_for="溪流", **TIMES)
    assert str(far.public_id) in html and "夜間賞蛙" not in html and 'value="09:00"' in html


def test_a_move_needs_a_reason_and_another_organiser_is_no_target(
    alice: Client, world: World, right: Offering, earn: Earn
) -> None:
    earn(1)
    html = preview(alice, world, right)
    assert "請填寫移轉原因。" in move(alice, world, right, html, reason=" ")
    assert "請勿填寫身分證字號。" in move(alice, world, right, html, reason="A123456789")
    for target in (world.other_offering, world.offering):
        fields = {"picked": picked(html), "target": str(target.public_id), "hours": "target", "reason": "x"}
        assert alice.post(address(world, "awards/moving/"), fields).status_code == 400
    assert alice.post(address(world, "awards/moving/"), {"picked": "x"}).status_code == 400
    assert not Award.objects.filter(offering=right).exists()


def test_a_move_is_taken_back_from_the_history(alice: Client, world: World, right: Offering, earn: Earn) -> None:
    award = earn(1, "王小明")
    move(alice, world, right, preview(alice, world, right))
    page = alice.get(address(world, "awards/ended/")).content.decode()
    back = picked(page)
    fields = {"picked": back, "target": str(world.offering.public_id)}
    html = alice.post(address(world, "awards/move/preview/", right), fields).content.decode()
    assert "移轉到：" in html and "<dd>1 筆</dd>" in html
    alice.post(address(world, "awards/moving/", right), {**fields, "hours": "target", "reason": "其實沒錯"})
    (home,) = Award.objects.filter(offering=world.offering, revoked_at__isnull=True)
    story = alice.get(address(world, f"awards/{home.public_id}/history/")).content.decode()
    for words in (
        "鏡頭掃描，完成核發時數",
        "移轉至測試活動001 第 2 期",
        "掃錯期別",
        "移轉至測試活動001 第 1 期",
        "其實沒錯",
    ):
        assert words in story
    assert home.learner == award.learner


def test_the_history_of_an_award_tells_everything_in_words(alice: Client, world: World, earn: Earn) -> None:
    award = earn(1, "王小明")
    changed = {**row_of(award, in_person="1.5"), "reason": "早退"}
    alice.post(address(world, "awards/changes/"), changed)
    alice.post(address(world, "export/"), {"profile": "issued-list", "purpose": "check", "purpose_note": ""})
    alice.post(
        address(world, "awards/revocation/"),
        {"award": str(award.public_id), f"version-{award.public_id}": "2", "reason": "重複"},
    )
    story = alice.get(address(world, f"awards/{award.public_id}/history/")).content.decode()
    words = ["鏡頭掃描，完成核發時數", "修改：實體 2→1.5", "早退", "匯出：", "刪除時數", "重複", "Alice"]
    assert [word for word in words if word not in story] == []
    ended = alice.get(address(world, "awards/ended/")).content.decode()
    assert "王小明" in ended and "承辦人刪除" in ended and "重複" in ended and "115-11-24 09:30" in ended


def test_nothing_has_ended_yet(alice: Client, world: World) -> None:
    assert "沒有已刪除或移轉的時數" in alice.get(address(world, "awards/ended/")).content.decode()


def test_statements_do_not_grow_with_the_list(alice: Client, world: World, right: Offering, earn: Earn) -> None:
    def statements() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as looked:
            html = preview(alice, world, right)
        move(alice, world, right, html)
        with CaptureQueriesContext(connection) as ended:
            alice.get(address(world, "awards/ended/"))
        return len(looked), len(ended)

    earn(1)
    few = statements()
    for number in range(2, 42):
        earn(number, f"學員{number}")
    assert statements() == few


@pytest.mark.parametrize("page", ["move", "move/preview", "moving"])
def test_only_recording_officers_of_the_organiser_move(
    alice: Client, dora: Client, charlie: Client, world: World, page: str
) -> None:
    where = address(world, f"awards/{page}/")
    assert dora.post(where).status_code == 403 and charlie.post(where).status_code == 404
    assert alice.get(where, follow=True).status_code == 200
    assert alice.put(where).status_code == 405
