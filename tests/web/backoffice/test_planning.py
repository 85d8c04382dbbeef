"""新增維護活動 in the browser: new, copy, another 期別, changes, and who may."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.activities.models import Activity, Offering
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.organisers.actions import appoint_officer
from hefa.organisers.names import Duty
from tests.cast import NOW, World, an_id, an_offering
from tests.web.conftest import logged_in

pytestmark = pytest.mark.django_db
LIST = "/backoffice/planning/"
STRANGER = "6b1f7e0c-0000-4000-8000-000000000000"


def filled(world: World, **changes: str) -> dict[str, str]:
    """The form of a new activity, all in order."""
    return {
        "version": "1",
        "organiser": str(world.organiser.public_id),
        "roc_year": "115",
        "name": "溪流觀察",
        "code": "River",
        "method": "1",
        "field": "341",
        "summary": "認識溪流生物與棲地環境",
        "county": "10",
        "place": "綠水溪",
        "contact": "",
        "scan_policy": "static_ok",
        "offering_version": "1",
        "number": "1",
        "capacity": "30",
        "starts_on": "115-12-01",
        "starts_time": "09:00",
        "ends_on": "115/12/1",
        "ends_time": "11:30",
        "digital": "０",
        "in_person": "2.5",
    } | changes


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def test_a_new_activity_stands_in_the_lists_at_once(alice: Client, world: World) -> None:
    answer = alice.post(LIST + "new/", filled(world), follow=True)
    assert "已新增活動「溪流觀察」第 1 期。" in text(answer) and "115-12-01~115-12-01" in text(answer)
    offering = Offering.objects.get(activity__code="River")
    assert offering.starts_at.isoformat() == "2026-12-01T01:00:00+00:00" and str(offering.in_person_hours) == "2.5"
    assert offering.activity.organiser == world.organiser
    assert AuditEntry.objects.get(verb=Verb.ACTIVITY_PLANNED, subject_id=offering.activity.public_id).actor_id
    assert "溪流觀察" in text(alice.get("/scanner/"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "請輸入活動名稱。"),
        ({"code": "Test01"}, "這個年度已有使用此代碼的活動。"),
        ({"method": "visit"}, "這個學習方法不適用於此活動年度"),
        ({"method": "7", "place": ""}, "戶外學習須填寫經認證的環境教育設施場所。"),
        ({"summary": "溪流觀察溪流觀察溪流觀察"}, "內容概要請勿只重複活動名稱。"),
        ({"summary": "短"}, "內容概要至少 10 個字"),
        ({"roc_year": "2026"}, "請輸入民國年"),
        ({"number": "0"}, "期別請輸入 1 以上的數字。"),
        ({"capacity": "-1"}, "招生人數請輸入 0 以上的數字。"),
        ({"starts_on": "115-02-30"}, "日期格式請用"),
        ({"ends_time": "08:00"}, "結束時間須晚於開始時間。"),
        ({"starts_time": "二十五點"}, "請輸入時間，例如 09:00。"),
        ({"digital": "0", "in_person": "0"}, "數位與實體時數不可同時為 0。"),
        ({"in_person": "0.25"}, "時數以 0.5 小時為單位。"),
        ({"in_person": "1e9"}, "時數不可超過 99.5 小時。"),
        ({"contact": f"王小姐 {an_id(1).value}"}, "請勿填寫身分證字號。"),
        ({"organiser": STRANGER}, "選"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_wrong_is_told_and_nothing_is_planned(
    alice: Client, world: World, changes: dict[str, str], told: str
) -> None:
    answer = alice.post(LIST + "new/", filled(world, **changes))
    assert answer.status_code == 200 and told in text(answer)
    assert not Activity.objects.filter(name="溪流觀察").exists()
    assert changes.get("roc_year", "115") in text(answer)


def test_names_are_text(alice: Client, world: World) -> None:
    answer = alice.post(LIST + "new/", filled(world, name="<script>alert(1)</script>"), follow=True)
    assert "<script>alert" not in text(answer) and "&lt;script&gt;" in text(answer)


def test_a_copy_is_filled_in_but_for_its_code_and_days(alice: Client, world: World) -> None:
    html = text(alice.get(f"{LIST}{world.offering.public_id}/copy/"))
    assert 'value="測試活動001"' in html and 'value="Test01"' not in html and 'value="09:00"' in html
    assert 'value="115-11-24"' not in html
    alice.post(f"{LIST}{world.offering.public_id}/copy/", filled(world, code="Test02"))
    assert Activity.objects.get(code="Test02") != world.activity


def test_another_offering_has_the_next_number(alice: Client, world: World) -> None:
    where = f"{LIST}{world.offering.public_id}/next/"
    assert 'name="number" value="2"' in text(alice.get(where)).replace('"text" ', "")
    answer = alice.post(where, filled(world, number="2"), follow=True)
    assert "已新增「測試活動001」第 2 期。" in text(answer)
    assert "這個活動已有這個期別。" in text(alice.post(where, filled(world, number="2")))


def test_an_offering_is_put_off_and_the_second_officer_is_told(alice: Client, bob: Client, world: World) -> None:
    where = f"{LIST}{world.offering.public_id}/"
    described = {"name": "測試活動001", "code": "Test01", "field": "337", "summary": "環境教育課程環境教育課程說明"}
    held = {"capacity": "0", "digital": "0", "in_person": "2", "starts_on": "115-11-25", "ends_on": "115-11-25"}
    sent = filled(world, **described, **held)
    assert "已儲存。" in text(alice.post(where, sent, follow=True))
    world.offering.refresh_from_db()
    assert world.offering.starts_at.isoformat() == "2026-11-25T01:00:00+00:00" and world.offering.version == 2
    assert "其他承辦人已先更改這個活動" in text(
        bob.post(where, sent | {"starts_on": "115-11-26", "ends_on": "115-11-26"}, follow=True)
    )
    again = sent | {"version": "2", "offering_version": "2"}
    assert "沒有需要儲存的變更。" in text(alice.post(where, again, follow=True))


def test_planning_is_for_those_with_the_duty_in_their_own_organiser(
    alice: Client, charlie: Client, dora: Client, world: World
) -> None:
    own = world.offering.public_id
    for where in ("", "new/", f"{own}/", f"{own}/next/", f"{own}/copy/"):
        assert dora.get(LIST + where).status_code == 403
        assert Client().get(LIST + where)["Location"].startswith("/login/")
        assert alice.get(LIST + where).status_code == 200
        if str(own) in where:
            assert charlie.get(LIST + where).status_code == charlie.post(LIST + where, filled(world)).status_code == 404
    assert "測試活動001" not in text(charlie.get(LIST))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.alice.account)
    assert strict.post(LIST + "new/", filled(world)).status_code == 403
    stolen = filled(world, organiser=str(world.organiser.public_id))
    assert charlie.post(LIST + "new/", stolen).status_code == 200
    assert not Activity.objects.filter(code="River").exists()


def test_an_officer_of_two_organisers_chooses(world: World) -> None:
    appoint_officer(
        account=world.alice.account,
        organiser=world.other_organiser,
        duties=(Duty.MANAGE,),
        from_date=NOW.date(),
        actor=SYSTEM,
        at=NOW,
    )
    alice = logged_in(world.alice)
    html = text(alice.get(LIST + "new/"))
    assert "綠水縣政府環境保護局</option>" in html and "藍山國家公園管理處</option>" in html
    alice.post(LIST + "new/", filled(world, organiser=str(world.other_organiser.public_id)))
    assert Activity.objects.get(code="River").organiser == world.other_organiser


def test_statements_do_not_grow_with_the_list(alice: Client, world: World) -> None:
    with CaptureQueriesContext(connection) as few:
        alice.get(LIST)
    for number in range(2, 19):
        an_offering(world.activity, number=number)
    with CaptureQueriesContext(connection) as many:
        alice.get(LIST)
    assert len(few) == len(many)
