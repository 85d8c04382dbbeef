"""掃描點 in the back office: lend, show, extend, revoke, and the board."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.awards.actions import cancel_offering
from hefa.codes.queries import static_text
from hefa.organisers.models import Officer
from hefa.stations.actions import PassPlan, RightNotHeld, make_pass, redeem_ticket, show_pass, tell_of_station
from hefa.stations.models import PassTicket, ScanPass, Station
from hefa.stations.names import Right
from hefa.stations.queries import offerings_lent
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_walk_in, an_activity, an_offering
from tests.web.backoffice.conftest import AN_HOUR, address

pytestmark = pytest.mark.django_db
FILLED = {
    "name": "東側門", "starts_on": "115-11-24", "starts_time": "09:00", "ends_on": "115-11-24", "ends_time": "12:00",
    "most_devices": "3", "most_awards": "", "rights": ["undo", "search"],
}  # fmt: skip


@pytest.fixture
def scan_pass(world: World) -> ScanPass:
    plan = PassPlan("東側門", (Right.UNDO,), NOW - AN_HOUR, NOW + AN_HOUR, 9)
    return make_pass(offerings=[world.offering], plan=plan, officer=world.alice, at=NOW)


def lent(scan_pass: ScanPass, helper: str = "林小華") -> Station:
    token = show_pass(scan_pass=scan_pass, at=NOW)
    made = redeem_ticket(token=token, helper_name=helper, pin=scan_pass.pin, at=NOW)
    assert not isinstance(made, str)
    return made.station


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def test_a_pass_is_made_as_it_was_typed(alice: Client, world: World) -> None:
    html = text(alice.post(address(world, "passes/new/"), FILLED, follow=True))
    made = ScanPass.objects.get()
    assert "已新增掃描點「東側門」" in html and made.pin in html
    assert (offerings_lent(made), made.rights, made.most_devices, made.most_awards) == (
        [world.offering],
        ["scan", "search", "undo"],
        3,
        None,
    )
    assert (made.opens_at, made.ends_at) == (NOW - AN_HOUR / 2, NOW + 2.5 * AN_HOUR)


@pytest.mark.control("附表十 最小權限 1")
def test_nobody_lends_what_the_own_duties_do_not_allow(alice: Client, world: World) -> None:
    asked = FILLED | {"rights": ["undo", "hand"]}
    assert "現場登錄" in text(alice.get(address(world, "passes/new/")))
    Officer.objects.filter(pk=world.alice.pk).update(duties=["scan"])
    assert "現場登錄" not in text(alice.get(address(world, "passes/new/")))
    assert "沒有這個選項" in text(alice.post(address(world, "passes/new/"), asked))
    world.alice.refresh_from_db()
    with pytest.raises(RightNotHeld):
        make_pass(
            offerings=[world.offering],
            plan=PassPlan("東側門", (Right.HAND,), NOW - AN_HOUR, NOW + AN_HOUR, 9),
            officer=world.alice,
            at=NOW,
        )
    assert not ScanPass.objects.exists()


def test_a_pass_may_name_what_the_organiser_holds_beside_it_and_nothing_else(alice: Client, world: World) -> None:
    rooms = an_offering(an_activity(world.organiser, name="濕地", code="Wet"), starts_in=AN_HOUR)
    later = an_offering(world.activity, number=2, starts_in=72 * AN_HOUR)
    far = an_offering(an_activity(world.organiser, name="森林", code="Wood"), starts_in=72 * AN_HOUR)
    gone = an_offering(world.activity, number=3, starts_in=2 * AN_HOUR)
    cancel_offering(offering=gone, reason="颱風", officer=world.alice, at=NOW)
    form = text(alice.get(address(world, "passes/new/")))
    shown = [str(one.public_id) in form for one in (rooms, later, far, gone, world.other_offering)]
    assert shown == [True, True, False, False, False]
    for foreign in (world.other_offering, far):
        sent = FILLED | {"offerings": [str(rooms.public_id), str(foreign.public_id)]}
        assert "選擇" in text(alice.post(address(world, "passes/new/"), sent)) and not ScanPass.objects.exists()
    html = text(alice.post(address(world, "passes/new/"), FILLED | {"offerings": [str(rooms.public_id)]}, follow=True))
    assert offerings_lent(ScanPass.objects.get()) == [world.offering, rooms]
    assert "濕地 第 1 期" in html
    assert "可掃描 2 個期別" in text(alice.get(address(world, "stations/", rooms)))
    assert "個期別" not in text(alice.get(address(world, "stations/", later)))


def test_a_cancelled_offering_is_refused_in_words(alice: Client, world: World) -> None:
    cancel_offering(offering=world.offering, reason="颱風", officer=world.alice, at=NOW)
    assert "新增掃描點</a>" not in text(alice.get(address(world, "stations/")))
    for answer in (
        alice.get(address(world, "passes/new/"), follow=True),
        alice.post(address(world, "passes/new/"), FILLED, follow=True),
    ):
        assert "期別已取消，不能新增掃描點" in text(answer)
    assert not ScanPass.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "請輸入掃描點名稱。"),
        ({"name": "A123456789"}, "請勿填寫身分證字號。"),
        ({"most_devices": "51"}, "手機數請輸入 1 至 50 的數字。"),
        ({"most_awards": "0"}, "核發人數請輸入 1 以上的數字。"),
        ({"ends_time": "08:00"}, "結束時間須晚於"),
        ({"ends_on": "115-02-30"}, "日期格式請用"),
        ({"rights": ["everything"]}, "選擇"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_wrong_is_told(alice: Client, world: World, changes: dict[str, object], told: str) -> None:
    assert told in text(alice.post(address(world, "passes/new/"), FILLED | changes))
    assert not ScanPass.objects.exists()


def test_a_code_is_shown_on_asking_and_looking_makes_none(alice: Client, world: World, scan_pass: ScanPass) -> None:
    where = address(world, f"passes/{scan_pass.public_id}/")
    assert "<svg" not in text(alice.get(where)) and not PassTicket.objects.exists()
    html = text(alice.post(where))
    assert "<svg" in html and "http://testserver/scanner/pass/" in html and PassTicket.objects.count() == 1


def test_a_longer_window_and_the_end(alice: Client, world: World, scan_pass: ScanPass) -> None:
    station = lent(scan_pass)
    where = address(world, f"passes/{scan_pass.public_id}/")
    later = {"ends_on": "115-11-24", "ends_time": "15:00"}
    assert "結束時間已改為 115-11-24 15:00" in text(alice.post(where + "extension/", later, follow=True))
    earlier = {"ends_on": "115-11-24", "ends_time": "09:00"}
    assert "結束時間須晚於現在。" in text(alice.post(where + "extension/", earlier))
    assert "已撤銷掃描授權" in text(alice.post(where + "revocation/", follow=True))
    assert "先前已撤銷" in text(alice.post(where + "revocation/", follow=True))
    assert "已撤銷，請新增掃描點" in text(alice.post(where + "extension/", later, follow=True))
    station.refresh_from_db()
    assert station.revoked_at == NOW
    assert "<svg" not in text(alice.post(where))


def test_one_phone_is_stopped_and_another_organisers_never(
    alice: Client, charlie: Client, world: World, scan_pass: ScanPass
) -> None:
    station = lent(scan_pass)
    where, told = address(world, "stations/revocation/"), {"station": str(station.public_id)}
    assert charlie.post(where, told).status_code == 404
    assert charlie.post(address(world, "stations/revocation/", world.other_offering), told).status_code == 404
    assert alice.post(where, {"station": "nothing"}).status_code == 404
    assert "已停用 東側門-1。" in text(alice.post(where, told, follow=True))
    assert "先前已停用" in text(alice.post(where, told, follow=True))


def test_scans_that_a_phone_never_sent_are_told_on_the_board_and_with_the_list(dora: Client, world: World) -> None:
    gate, code = a_gate(world.alice, world.offering), a_walk_in().code
    words = "掃描點 大門 有 2 筆掃描未上傳（序號 1～2）。"
    pages = [address(world, page) for page in ("stations/", "stations/board/", "awards/")]
    scan_code(gate, static_text(code), seq=3)
    assert [words in text(dora.get(page)) for page in pages] == [True] * 3
    for seq in (1, 2):
        scan_code(gate, static_text(code), seq=seq)
    assert ["筆掃描未上傳" in text(dora.get(page)) for page in pages] == [False] * 3


def test_the_board_tells_what_each_phone_last_said(dora: Client, world: World, scan_pass: ScanPass) -> None:
    station = lent(scan_pass)
    assert "尚未連線" in text(dora.get(address(world, "stations/")))
    tell_of_station(station_id=station.pk, unsent=7, clock_offset_ms=-180_000, at=NOW)
    board = dora.get(address(world, "stations/board/"))
    html = text(board)
    assert "林小華" in html and ">7<" in html and "-180.0 秒" in html and "連線中" in html and "停用" not in html
    again = dora.get(address(world, "stations/board/"), headers={"If-None-Match": board["ETag"]})
    assert again.status_code == 304
    tell_of_station(station_id=station.pk, unsent=0, clock_offset_ms=0, at=NOW - timedelta(seconds=61))
    assert "未連線" in text(dora.get(address(world, "stations/board/"), headers={"If-None-Match": board["ETag"]}))


def test_statements_do_not_grow_with_the_phones(alice: Client, world: World, scan_pass: ScanPass) -> None:
    lent(scan_pass)
    with CaptureQueriesContext(connection) as few:
        alice.get(address(world, "stations/"))
    for _ in range(8):
        lent(scan_pass)
    with CaptureQueriesContext(connection) as many:
        alice.get(address(world, "stations/"))
    assert len(few) == len(many)
