"""新增維護活動 in the browser: new, copy, another 期別, changes, and who may."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.activities.actions import TopicPlan, add_code, set_topics
from hefa.activities.models import Activity, CodeListEntry, Offering
from hefa.activities.names import CodeList, Openness
from hefa.activities.queries import topics_of
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.awards.actions import cancel_offering
from hefa.base.hours import Hours
from hefa.base.roc import TAIPEI
from hefa.organisers.actions import appoint_officer
from hefa.organisers.names import Duty
from tests.cast import NOW, World, a_walk_in, an_id, an_offering, enrolled
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
        "openness": "open",
        "scan_policy": "static_ok",
        "spot_check": "on",
        "offering_version": "1",
        "number": "1",
        "capacity": "30",
        "starts_on": "115-12-01",
        "starts_time": "09:00",
        "ends_on": "115/12/1",
        "ends_time": "11:30",
        "digital": "０",
        "in_person": "2.5",
        "enrol_from_on": "115-11-01",
        "enrol_until_on": "115-11-30",
        "enrol_until_time": "17:00",
        "approval_needed": "yes",
    } | changes


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def test_a_new_activity_stands_in_the_lists_at_once(alice: Client, world: World) -> None:
    answer = alice.post(LIST + "new/", filled(world), follow=True)
    assert "已新增活動「溪流觀察」第 1 期。" in text(answer) and "設定子題" in text(answer)
    assert "115-12-01~115-12-01" in text(alice.get(LIST))
    offering = Offering.objects.get(activity__code="River")
    assert offering.starts_at.isoformat() == "2026-12-01T01:00:00+00:00" and str(offering.in_person_hours) == "2.5"
    assert (offering.enrol_from, offering.enrol_until) == (
        datetime(2026, 11, 1, tzinfo=TAIPEI),
        datetime(2026, 11, 30, 17, tzinfo=TAIPEI),
    )
    assert offering.approval_needed and offering.activity.openness == Openness.OPEN
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
        ({"method": "7"}, "戶外學習須聲明實施地點為經認證的環境教育設施場所。"),
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
        ({"enrol_until_on": ""}, "報名開始與截止日期須一併填寫"),
        ({"enrol_from_on": "115-12-01"}, "報名截止須晚於報名開始。"),
        ({"enrol_until_on": "115-12-01"}, "報名截止不可晚於活動結束。"),
        ({"enrol_from_on": "11月"}, "日期格式請用"),
        ({"approval_needed": ""}, "請選擇報名即錄取，或由承辦人准駁。"),
        ({"openness": "everybody"}, "選"),
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


def test_cards_are_spot_checked_until_an_officer_says_no(alice: Client, world: World) -> None:
    [box] = [part for part in text(alice.get(LIST + "new/")).split("<input") if 'name="spot_check"' in part]
    assert "checked" in box.split(">")[0]
    alice.post(LIST + "new/", filled(world))
    sent = filled(world, code="Calm")
    del sent["spot_check"]
    alice.post(LIST + "new/", sent)
    wanted = Activity.objects.filter(code__in=("River", "Calm")).order_by("pk").values_list("spot_check", flat=True)
    assert list(wanted) == [True, False]


def test_names_are_text(alice: Client, world: World) -> None:
    answer = alice.post(LIST + "new/", filled(world, name="<script>alert(1)</script>"), follow=True)
    assert "<script>alert" not in text(answer) and "&lt;script&gt;" in text(answer)


def test_a_copy_is_filled_in_but_for_its_code_and_days(alice: Client, world: World) -> None:
    html = text(alice.get(f"{LIST}{world.offering.public_id}/copy/"))
    assert 'value="測試活動001"' in html and 'value="Test01"' not in html and 'value="09:00"' in html
    assert 'value="115-11-24"' not in html
    alice.post(f"{LIST}{world.offering.public_id}/copy/", filled(world, code="Test02"))
    copy = Offering.objects.get(activity__code="Test02")
    html = text(alice.get(f"{LIST}{copy.public_id}/copy/"))
    assert 'value="17:00"' not in html and 'value="115-11-30"' not in html
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
    held["enrol_until_time"] = ""
    sent = filled(world, **described, **held, enrol_until_on="115-11-25")
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


def a_site(code: str, label: str, *, valid_from: date | None = None, valid_until: date | None = None) -> CodeListEntry:
    return add_code(
        code_list=CodeList.SITE,
        code=code,
        label=label,
        valid_from=valid_from,
        valid_until=valid_until,
        actor=SYSTEM,
        at=NOW,
    )


def test_an_outdoor_activity_states_its_place_while_there_is_no_list(alice: Client, world: World) -> None:
    html = text(alice.get(LIST + "new/"))
    assert 'name="site_stated"' in html and 'name="site"' not in html
    alice.post(LIST + "new/", filled(world, method="7", site_stated="on"))
    river = Activity.objects.get(code="River")
    assert (river.site, river.site_stated, river.place) == ("", True, "綠水溪")


def test_an_outdoor_activity_is_held_at_a_site_certified_on_its_day(alice: Client, world: World) -> None:
    a_site("A1", "綠水溪環境教育園區")
    a_site("A2", "藍山自然教育中心", valid_until=date(2026, 11, 30))
    html = text(alice.get(LIST + "new/"))
    assert 'name="site_stated"' not in html and "綠水溪環境教育園區</option>" in html
    for site, told in (("", "請選擇場所"), ("A2", "「藍山自然教育中心」的認證未涵蓋活動的日期"), ("A9", "不適用")):
        assert told in text(alice.post(LIST + "new/", filled(world, method="7", site=site))), site
    assert not Activity.objects.filter(code="River").exists()
    alice.post(LIST + "new/", filled(world, method="7", site="A1", place=""))
    held = Offering.objects.get(activity__code="River")
    assert (held.activity.site, held.activity.place) == ("A1", "綠水溪環境教育園區")
    CodeListEntry.objects.filter(code="A1").update(valid_until=date(2026, 12, 5))
    later = filled(world, method="7", site="A1", starts_on="115-12-06", ends_on="115-12-06")
    assert "認證未涵蓋活動的日期" in text(alice.post(f"{LIST}{held.public_id}/", later))
    assert Offering.objects.get(pk=held.pk).version == 1


def test_topics_come_along_with_a_copy_where_they_fit(alice: Client, world: World) -> None:
    topics = [TopicPlan("溪流", "341", Hours.of(0, 1)), TopicPlan("氣候", "339", Hours.of(0, 1))]
    set_topics(offering=world.offering, version=1, topics=topics, actor=SYSTEM, at=NOW)
    copy = f"{LIST}{world.offering.public_id}/copy/"
    alice.post(copy, filled(world, in_person="2"))
    alice.post(copy, filled(world, code="River2", in_person="2.5"))
    same, other = (Offering.objects.get(activity__code=code) for code in ("River", "River2"))
    assert [one.name for one in topics_of(same)] == ["溪流", "氣候"] and not topics_of(other)
    alice.post(f"{LIST}{world.offering.public_id}/next/", filled(world, number="2", in_person="2"))
    assert len(topics_of(Offering.objects.get(activity=world.activity, number=2))) == 2


def test_whoever_puts_an_activity_off_is_told_how_many_must_hear_of_it(alice: Client, world: World) -> None:
    for number in (1, 2):
        enrolled(world.offering, a_walk_in(number).code)
    where = f"{LIST}{world.offering.public_id}/"
    assert "已有 2 位學員報名" in text(alice.get(where))
    sent = filled(world, code="Test01", in_person="2", enrol_from_on="", enrol_until_on="", enrol_until_time="")
    assert "請通知已報名的 2 位學員" in text(alice.post(where, sent, follow=True))
    again = sent | {"version": "2", "offering_version": "2", "capacity": "40"}
    assert "請通知" not in text(alice.post(where, again, follow=True))


def test_the_list_is_narrowed_by_method_and_by_where_it_stands_in_time(alice: Client, world: World) -> None:
    alice.post(LIST + "new/", filled(world, method="2"), follow=True)
    for conditions, shown in (
        ("phase=running", ["測試活動001"]),
        ("phase=upcoming", ["溪流觀察"]),
        ("phase=ended", []),
        ("method=2", ["溪流觀察"]),
        ("method=2&phase=running", []),
        ("method=visit", []),
    ):
        html = text(alice.get(f"{LIST}?{conditions}"))
        assert [name for name in ("測試活動001", "溪流觀察") if name in html] == shown, conditions
    assert "請選擇清單中的狀態。" in text(alice.get(f"{LIST}?phase=x"))
    cancel_offering(offering=world.offering, reason="颱風", officer=world.alice, at=NOW)
    html = text(alice.get(f"{LIST}?phase=cancelled"))
    assert "測試活動001" in html and "已取消</span>" in html
    assert "測試活動001" not in text(alice.get(f"{LIST}?phase=running"))
