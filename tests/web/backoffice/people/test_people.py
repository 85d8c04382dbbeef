"""承辦人與職務移交 in the browser."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.organisers.actions import merge_organiser
from hefa.organisers.models import Handover, Officer
from hefa.organisers.names import Charge
from tests.cast import World, an_account, an_officer
from tests.organisers.test_leaving import deputise
from tests.paperwork.uploads.files import person
from tests.web.backoffice.uploads.test_uploads import sent

pytestmark = pytest.mark.django_db


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def at(officer: Officer, what: str) -> str:
    return f"/backoffice/people/{officer.public_id}/{what}/"


def handing(to: Officer, **changes: object) -> dict[str, object]:
    return {"colleague": str(to.public_id), "charges": Charge.values, "reason": "調任", **changes}


def test_the_list_shows_colleagues_and_what_one_may_do(alice: Client, dora: Client, world: World) -> None:
    page = text(alice.get("/backoffice/people/"))
    assert "Alice（本人）" in page and "Bob" in page and "Charlie" not in page
    assert page.count("職務移交<span") == 3 and page.count(">卸任<") == 1
    assert text(dora.get("/backoffice/people/")).count("職務移交<span") == 1


def test_handing_over_is_told_in_the_list(alice: Client, world: World) -> None:
    answer = alice.post(at(world.alice, "handover"), handing(world.bob), follow=True)
    assert "已將 Alice 的職務移交給 Bob。" in text(answer)
    assert "Alice 移交給 Bob：活動與聯絡窗口、待確認掃描、上傳的檔案、掃描點（調任）" in text(answer)
    told = Handover.objects.get()
    assert (told.from_officer, told.to_officer, told.handed_by) == (world.alice, world.bob, world.alice.account)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"colleague": ""}, "請選擇承辦人。"),
        ({"charges": []}, "請至少選擇一個移交項目。"),
        ({"reason": "給 A123456789"}, "請勿填寫身分證字號。"),
        ({"reason": "長" * 201}, "200"),
    ],
    ids=["nobody", "nothing", "a number", "too long"],
)
def test_what_is_wanting_is_told_beside_the_field(
    alice: Client, world: World, changes: dict[str, object], sentence: str
) -> None:
    assert sentence in text(alice.post(at(world.alice, "handover"), handing(world.bob, **changes)))
    assert not Handover.objects.exists()


def test_a_stranger_is_no_colleague(alice: Client, world: World) -> None:
    assert "請選擇承辦人。" in text(alice.post(at(world.alice, "handover"), handing(world.charlie)))


def test_the_manager_appoints_a_deputy_for_an_absent_officer(alice: Client, dora: Client, world: World) -> None:
    told = {"colleague": str(world.dora.public_id), "from_date": "115-11-24", "until_date": "115/12/1"}
    answer = alice.post(at(world.bob, "deputy"), told, follow=True)
    assert "已指派 Dora 為 Bob 的職務代理人。" in text(answer) and "代理 Bob" in text(answer)
    assert dora.get("/backoffice/planning/").status_code == 200
    standing_in = Officer.objects.get(deputises=world.bob)
    ended = alice.post(at(standing_in, "leaving"), {"last_day": "", "reason": "銷假"}, follow=True)
    assert "代理 Bob" not in text(ended)
    assert dora.get("/backoffice/planning/").status_code == 403


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (("115-12-02", "115-12-01"), "代理結束日不可早於開始日。"),
        (("115-11-01", "115-11-02"), "代理結束日不可早於今天。"),
        (("明天", ""), "請輸入代理結束日。"),
    ],
    ids=["backwards", "past", "no last day"],
)
def test_days_of_a_deputy(alice: Client, world: World, days: tuple[str, str], sentence: str) -> None:
    told = {"colleague": str(world.bob.public_id), "from_date": days[0], "until_date": days[1]}
    assert sentence in text(alice.post(at(world.alice, "deputy"), told))
    assert not Officer.objects.filter(deputises__isnull=False).exists()


def test_the_last_officer_is_refused_and_told_what_to_do(alice: Client, bob: Client, world: World) -> None:
    gone = bob.post(at(world.bob, "leaving"), {"last_day": "", "reason": "離職"}, follow=True)
    assert gone.redirect_chain == [("/", 302)] and "已辦理 Bob 卸任。" in text(gone)
    refused = alice.post(at(world.alice, "leaving"), {"last_day": "115-12-31", "reason": "退休"})
    assert "您是最後一位可維護活動的承辦人" in text(refused)
    assert alice.get("/backoffice/").status_code == 200


def test_nobody_ends_a_colleague_and_readers_change_nobody(alice: Client, dora: Client, world: World) -> None:
    assert alice.post(at(world.bob, "leaving"), {"reason": "無"}).status_code == 403
    for what in ("handover", "deputy", "leaving"):
        assert dora.post(at(world.alice, what), handing(world.dora)).status_code == 403
        assert dora.get(at(world.dora, what)).status_code == 200
        assert alice.get(at(world.charlie, what)).status_code == 404


def test_a_deputy_may_end_the_deputising(dora: Client, world: World) -> None:
    standing_in = deputise(world, world.dora)
    assert "結束代理" in text(dora.get("/backoffice/people/"))
    dora.post(at(standing_in, "leaving"), {"last_day": "", "reason": "銷假"})
    standing_in.refresh_from_db()
    assert standing_in.ended_by == world.dora.account


def test_few_and_many_officers_cost_the_same(alice: Client, world: World) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as told:
            alice.get("/backoffice/people/")
        return len(told)

    few = statements()
    account = an_account("zed")
    Officer.objects.bulk_create(
        Officer(account=account, organiser=world.organiser, duties=["read"], from_date=world.at, until_date=world.at)
        for _ in range(300)
    )
    an_officer("erin", world.organiser)
    assert statements() == few


def test_an_upload_names_whoever_took_it_over(alice: Client, hour: time_machine.Traveller, world: World) -> None:
    where = sent(alice, world, person(1))
    hour.shift(60)
    alice.post(at(world.alice, "handover"), handing(world.bob))
    later = sent(alice, world, person(2))
    for page in (where, "/backoffice/uploads/"):
        assert "Alice（移交給 Bob）" in text(alice.get(page))
    assert "移交給" not in text(alice.get(later))


def test_the_successor_sees_the_uploads_and_exports_of_what_was_merged(
    alice: Client, charlie: Client, world: World
) -> None:
    where = sent(alice, world, person(1))
    assert charlie.get(where).status_code == 404
    merge_organiser(
        organiser=world.organiser,
        successor=world.other_organiser,
        reason="組織改造",
        by=world.alice.account,
        at=world.at,
        today=world.at.date(),
    )
    for page in (where, "/backoffice/exports/", f"/backoffice/offerings/{world.offering.public_id}/export/"):
        assert charlie.get(page).status_code == 200, page
    assert "名單.csv" in text(charlie.get("/backoffice/uploads/"))
