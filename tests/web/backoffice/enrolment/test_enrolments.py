"""報名准駁 / 下載名冊 in the browser: decide, enter by hand, take the roster out."""

import csv
import hashlib
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from hefa.activities.actions import enrol_oneself, withdraw
from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import EnrolmentState
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.codes.queries import static_text
from hefa.paperwork.models import Paper
from tests.cast import NOW, World, a_gate, a_walk_in, an_applicant, an_id, an_open_offering
from tests.door import scan_over_http

pytestmark = pytest.mark.django_db
ROSTER = {"purpose": "roster", "purpose_note": ""}


@pytest.fixture
def offering(world: World) -> Offering:
    """Three asked: 林一 and 林二 wait for an answer, 林三 for a place."""
    made = an_open_offering(world.organiser, capacity=2, approval_needed=True)
    for number, name in ((21, "林一"), (22, "林二喆"), (23, "=林三")):
        enrol_oneself(offering=made, link=an_applicant(number, name=name), at=NOW + timedelta(minutes=number))
    return made


def page_of(offering: Offering, page: str = "enrolments/") -> str:
    return f"/backoffice/offerings/{offering.public_id}/{page}"


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def checked(*numbers: int, **changes: str) -> dict[str, object]:
    """The form with these people checked, as the page drew it."""
    rows = [one for one in Enrolment.objects.order_by("enrolled_at") if one.learner.id_last4 in last4(*numbers)]
    versions = {f"version-{one.public_id}": str(one.version) for one in rows}
    return {"enrolment": [str(one.public_id) for one in rows], "message": "", "state": "", **versions, **changes}


def last4(*numbers: int) -> set[str]:
    return {an_id(number).last4 for number in numbers}


def states(offering: Offering) -> list[str]:
    return list(
        Enrolment.objects.filter(offering=offering).order_by("enrolled_at", "pk").values_list("state", flat=True)
    )


def test_the_list_shows_who_stands_where(alice: Client, world: World, offering: Offering) -> None:
    html = text(alice.get("/backoffice/enrolments/"))
    assert "溪流觀察" in html and '<span class="state state-waiting">2</span>' in html
    html = text(alice.get(page_of(offering)))
    assert "招生人數：2, 報名人數：2, 待報名准駁人數：2, 候補人數：1" in html
    assert "候補第 1 位" in html and "外單位" in html and f"******{an_id(21).last4}" in html
    assert an_id(21).value not in html
    assert "林一" not in text(alice.get(page_of(offering) + "?state=waiting"))
    assert "沒有符合條件的學員" in text(alice.get(page_of(offering) + "?state=approved"))


def test_some_are_approved_and_others_declined_with_a_reason(alice: Client, offering: Offering) -> None:
    where = page_of(offering, "enrolments/decision/")
    html = text(alice.post(where, checked(21, do="approve"), follow=True))
    assert "已核准 1 人的報名，並將通知學員：林一。" in html and states(offering) == ["approved", "pending", "waiting"]
    html = text(alice.post(where, checked(22, do="decline")))
    assert "請填寫不核准的原因" in html and "checked" in html
    html = text(alice.post(where, checked(22, do="decline", message="名額保留給本縣縣民"), follow=True))
    assert "已不核准 1 人" in html and states(offering) == ["approved", "declined", "pending"]
    html = text(alice.post(where, checked(22, do="approve"), follow=True))
    assert "名額已滿，未核准：林二喆。" in html
    html = text(alice.post(where, {"do": "approve_all", "message": "歡迎"}, follow=True))
    assert "已核准 1 人" in html and states(offering) == ["approved", "declined", "approved"]
    assert "沒有需要更改的報名。" in text(alice.post(where, {"do": "approve_all", "message": ""}, follow=True))


def test_the_second_officer_is_told(alice: Client, bob: Client, offering: Offering) -> None:
    where = page_of(offering, "enrolments/decision/")
    seen = checked(21, 22, do="decline", message="額滿")
    alice.post(where, checked(21, do="approve"))
    withdraw(enrolment=Enrolment.objects.order_by("enrolled_at")[1], actor=SYSTEM, at=NOW)
    html = text(bob.post(where, seen, follow=True))
    assert "未儲存：林一、林二喆。" in html and states(offering) == ["approved", "withdrawn", "pending"]


@pytest.mark.parametrize(
    ("sent", "status"), [({}, 400), ({"do": "shout"}, 400), ({"do": "approve", "enrolment": "x"}, 400)]
)
def test_a_form_that_no_page_drew(alice: Client, offering: Offering, sent: dict[str, str], status: int) -> None:
    assert alice.post(page_of(offering, "enrolments/decision/"), sent).status_code == status
    assert states(offering) == ["pending", "pending", "waiting"]


def test_nothing_checked_and_everything_checked(alice: Client, offering: Offering) -> None:
    where = page_of(offering, "enrolments/decision/")
    assert "請先勾選學員。" in text(alice.post(where, {"do": "approve"}, follow=True))
    assert text(alice.post(where, {"do": "select"})).count(" checked>") == 3


def test_the_search_keeps_names_out_of_the_address(alice: Client, offering: Offering) -> None:
    where = page_of(offering, "enrolments/search/")
    answer = alice.post(where, {"name": "喆", "state": "pending"})
    assert answer["Location"] == page_of(offering) + "?state=pending"
    html = text(alice.get(page_of(offering)))
    assert "林二喆" in html and "林一" not in html
    assert "共 4 個數字" in text(alice.post(where, {"last4": "12"}))
    assert "林一" in text(alice.post(where, {"clear": "1"}, follow=True))


def test_somebody_is_entered_by_hand(alice: Client, world: World, offering: Offering) -> None:
    where = page_of(offering, "enrolments/new/")
    person = {"name": "Ngayaw‧Kacaw", "national_id": an_id(31).value, "unit_choice": "none"}
    assert "名額已滿" in text(alice.post(where, person))
    Offering.objects.filter(pk=offering.pk).update(capacity=0)
    assert "已將「Ngayaw‧Kacaw」列入名冊。" in text(alice.post(where, person, follow=True))
    assert Enrolment.objects.get(account=None).state == EnrolmentState.APPROVED
    alice.post(where, person)
    assert Enrolment.objects.filter(account=None).count() == 1
    other = text(alice.post(where, person | {"name": "另一個人"}, follow=True))
    assert "先前登錄的姓名與您輸入的不同" in other
    wrong = text(alice.post(where, person | {"national_id": "A123456780"}))
    assert "檢查碼不符" in wrong and "A123456780" not in wrong


def test_who_came_unannounced_stands_on_the_roster_from_the_award(alice: Client, world: World) -> None:
    code = a_walk_in(41, name="現場的人").code
    scan_over_http(a_gate(world.alice, world.offering), static_text(code))
    html = text(alice.get(page_of(world.offering)))
    assert "現場的人" in html and '<span class="state ">現場</span>' in html
    assert "實體 2　數位 0" in html and "招生人數：不限, 報名人數：0" in html
    assert "名冊共 1 人，其中現場參加 1 人" in text(alice.get(page_of(world.offering, "roster/")))


@pytest.fixture
def approved(alice: Client, offering: Offering) -> Offering:
    Offering.objects.filter(pk=offering.pk).update(capacity=0)
    alice.post(page_of(offering, "enrolments/decision/"), checked(21, 22, 23, do="approve"))
    return offering


NAMES = ["林一", "林二喆", "'=林三"]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_roster_as_a_workbook(alice: Client, approved: Offering, kind: str) -> None:
    answer = alice.post(page_of(approved, "roster/"), ROSTER | {"kind": f"roster-{kind}"})
    assert answer["Content-Disposition"] == f'attachment; filename="roster_115_River_1.{kind}"'
    assert "no-store" in answer["Cache-Control"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == NAMES and rows[1][2] == f"******{an_id(21).last4}"


def test_the_roster_as_csv_with_its_record(alice: Client, world: World, approved: Offering) -> None:
    content = alice.post(page_of(approved, "roster/"), ROSTER | {"kind": "roster-csv"}).content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == NAMES and an_id(21).value not in content.decode()
    paper, entry = Paper.objects.get(), AuditEntry.objects.get(verb=Verb.PAPER_MADE)
    assert (paper.rows, paper.purpose, paper.made_by) == (3, "roster", world.alice.account)
    assert paper.sha256 == entry.facts["sha256"] == hashlib.sha256(content).hexdigest()
    assert "名冊（CSV）" in text(alice.get(page_of(approved, "export/")))


def test_the_roster_as_a_pdf(alice: Client, approved: Offering) -> None:
    answer = alice.post(page_of(approved, "roster/"), ROSTER | {"kind": "roster-pdf"})
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"purpose": "other"}, "請填寫用途說明。"), ({"kind": "exe"}, "選"), ({"purpose": ""}, "請選擇用途。")],
)
def test_no_roster_without_a_purpose(alice: Client, approved: Offering, changes: dict[str, str], told: str) -> None:
    assert told in text(alice.post(page_of(approved, "roster/"), ROSTER | {"kind": "roster-csv"} | changes))
    assert not Paper.objects.exists()


def test_an_empty_roster_is_no_file(alice: Client, world: World) -> None:
    html = text(alice.post(page_of(world.offering, "roster/"), ROSTER | {"kind": "roster-csv"}))
    assert "名冊上還沒有人" in html and not Paper.objects.exists()


def test_a_reader_sees_the_list_and_decides_nothing(dora: Client, offering: Offering) -> None:
    html = text(dora.get(page_of(offering)))
    assert "林一" in html and "核准勾選" not in html and "/roster/" not in html
    for page in ("enrolments/decision/", "enrolments/new/", "roster/"):
        assert dora.post(page_of(offering, page), checked(21, do="approve")).status_code == 403
    assert states(offering) == ["pending", "pending", "waiting"]


def test_statements_do_not_grow_with_the_list(alice: Client, offering: Offering) -> None:
    with CaptureQueriesContext(connection) as few:
        alice.get(page_of(offering))
    for number in range(51, 71):
        enrol_oneself(offering=offering, link=an_applicant(number), at=NOW)
    with CaptureQueriesContext(connection) as many:
        alice.get(page_of(offering))
    assert len(few) == len(many)
