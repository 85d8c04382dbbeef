"""上傳狀態: marked by officers, told by the portal's list of errors, and what has not been uploaded yet."""

from datetime import timedelta
from typing import Any

import pytest

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions.change_number import change_number
from hefa.learners.names import OpeningPurpose
from hefa.paperwork.actions import make_paper, mark_part, preflight, read_reply, take_reply
from hefa.paperwork.models import Paper, PaperPart, PaperRow
from hefa.paperwork.names import Portal, PortalState, ProblemKind, Purpose
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.queries import offerings_due, rejected_lines
from hefa.paperwork.rules import Reply, ReplyColumns, WrittenRow, guessed, matched, without_numbers
from tests.cast import World, an_id
from tests.paperwork.conftest import Earn

ECPA = PROFILES["ecpa-hours-25"]
WRITTEN = (
    WrittenRow(11, 1, 1, ("A123456789",)),
    WrittenRow(12, 2, 2, ("F131104093",)),
    WrittenRow(13, 4, 1, ("A800000014", "AB23456789")),
    WrittenRow(14, 5, 1, ("A800000014", "AB23456789")),
)


@pytest.mark.parametrize(
    ("rows", "columns", "replies", "strangers"),
    [
        pytest.param(
            [["列號", "錯誤原因"], ["1", "姓名不符"], ["4", "查無此人"]], ReplyColumns(0, None, 1, header_counts=False),
            [Reply(11, "姓名不符"), Reply(13, "查無此人")], [], id="row numbers of people",
        ),
        pytest.param(
            [["列號", "錯誤原因"], ["第 2 列", "姓名不符"]], ReplyColumns(0, None, 1, header_counts=True),
            [Reply(11, "姓名不符")], [], id="row numbers with the header counted, in words",
        ),
        pytest.param(
            [["1", "姓名不符"]], ReplyColumns(0, None, 1, header_counts=False, has_header=False),
            [Reply(11, "姓名不符")], [], id="without a header",
        ),
        pytest.param(
            [["身分證", "原因"], ["ａ123456789", "重複"]], ReplyColumns(None, 0, 1, header_counts=False),
            [Reply(11, "重複")], [], id="numbers, full-width and small",
        ),
        pytest.param(
            [["列號", "原因"], ["2", "類別錯誤"], ["3", "類別錯誤"], ["3", "時數錯誤"]],
            ReplyColumns(0, None, 1, header_counts=False), [Reply(12, "類別錯誤；時數錯誤")], [],
            id="both lines of one person",
        ),
        pytest.param(
            [["列號", "身分證", "原因"], ["1", "A800000014", "重複"]], ReplyColumns(0, 1, 2, header_counts=False),
            [Reply(13, "重複")], [], id="the number decides",
        ),
        pytest.param(
            [["身分證", "原因"], ["AB23456789", "重複"]], ReplyColumns(None, 0, 1, header_counts=False),
            [Reply(13, "重複")], [], id="a number that gave way to another",
        ),
        pytest.param(
            [["列號", "身分證", "原因"], ["5", "A800000014", "重複"]], ReplyColumns(0, 1, 2, header_counts=False),
            [Reply(14, "重複")], [], id="the row decides between two of one person",
        ),
        pytest.param(
            [["列號"], ["9"], [""], ["x"], ["99999999999999"]], ReplyColumns(0, None, None, header_counts=False),
            [], [2, 4, 5], id="rows that are in no file",
        ),
        pytest.param(
            [["身分證"], ["B123456780"]], ReplyColumns(None, 0, None, header_counts=False), [], [2], id="a stranger",
        ),
        pytest.param([["列號"], ["1"]], ReplyColumns(0, None, 5, header_counts=False), [Reply(11, "")], [],
                     id="no reason told"),
    ],
)  # fmt: skip
def test_what_a_list_of_errors_says(
    rows: list[list[str]], columns: ReplyColumns, replies: list[Reply], strangers: list[int]
) -> None:
    assert matched(rows, columns, WRITTEN) == (replies, strangers)


def test_columns_are_guessed_by_their_headers() -> None:
    assert guessed(["序號", "身分證字號", "姓名", "錯誤訊息"]) == {"row": 0, "national_id": 1, "reason": 3}
    assert guessed(["a", "b"]) == {"row": None, "national_id": None, "reason": None}


def test_numbers_in_a_reason_are_masked() -> None:
    assert without_numbers("a123456789 重複") == "******6789 重複"


def exported(world: World) -> Paper:
    return make_paper(
        offering=world.offering, profile=ECPA, purpose=Purpose.ECPA, purpose_note="", left_out=(),
        officer=world.alice, at=world.at,
    ).paper  # fmt: skip


@pytest.mark.django_db
def test_a_mark_holds_for_the_file_and_all_in_it_and_the_second_officer_is_told(world: World, earn: Earn) -> None:
    earn(1)
    part = exported(world).paper_parts.get()
    marked: dict[str, Any] = {"part": part, "reason": "", "at": world.at}
    assert mark_part(version=1, state=PortalState.UPLOADED, officer=world.alice, **marked)
    assert not mark_part(version=1, state=PortalState.REJECTED, officer=world.bob, **marked)
    part.refresh_from_db()
    assert (part.state, part.state_by, part.version) == (PortalState.UPLOADED, world.alice.account, 2)
    assert PaperRow.objects.get().portal_state == PortalState.UPLOADED
    assert AuditEntry.objects.get(verb=Verb.PORTAL_MARKED).facts == {"part": 1, "state": "uploaded"}


@pytest.mark.django_db
def test_what_was_sent_back_is_told_before_the_next_file_and_the_rest_stands(world: World, earn: Earn) -> None:
    earn(1, "王小明")
    back = earn(2, "林一")
    paper = exported(world)
    part = paper.paper_parts.get()
    row = PaperRow.objects.get(award=back)
    reason = f"{an_id(2).value} 姓名不符"
    assert take_reply(part=part, version=1, rejected={row.pk: reason}, officer=world.alice, at=world.at)
    assert not take_reply(part=part, version=1, rejected={}, officer=world.alice, at=world.at)
    part.refresh_from_db()
    assert part.state == PortalState.ACCEPTED
    assert [(one.name, one.line, one.reason) for one in rejected_lines(paper)] == [
        ("林一", 2, f"******{an_id(2).last4} 姓名不符")
    ]
    found = preflight(offering=world.offering, profile=ECPA, officer=world.alice, at=world.at)
    assert [(one.name, one.finding.kind) for one in found.problems] == [
        ("王小明", ProblemKind.EXPORTED_BEFORE),
        ("林一", ProblemKind.PORTAL_REJECTED),
    ]
    assert back.public_id not in found.exported_before
    assert AuditEntry.objects.get(verb=Verb.PORTAL_REPLIED).facts == {"part": 1, "state": "accepted", "rejected": 1}


@pytest.mark.django_db
def test_a_reply_finds_who_has_got_another_number_since_by_either(world: World, earn: Earn) -> None:
    earn(1, "王小明")
    back = earn(2, "林一")
    part = exported(world).paper_parts.get()
    change_number(learner=back.learner, national_id=an_id(9), reason="換發", by=world.alice.account, at=world.at)
    columns = ReplyColumns(None, 0, 1, header_counts=False, has_header=False)
    for number in (2, 9):
        rows = [[an_id(number).value, "查無此人"], [an_id(3).value, "查無此人"]]
        read = read_reply(part=part, rows=rows, columns=columns, officer=world.alice, at=world.at)
        assert [(one.name, one.line) for one in read.found] == [("林一", 2)] and read.strangers == [2]
    opened = AuditEntry.objects.filter(verb=Verb.ID_OPENED).latest("pk")
    assert opened.facts["purpose"] == OpeningPurpose.PORTAL_REPLY and len(opened.facts["learners"]) == 2


@pytest.mark.django_db
def test_a_file_of_which_all_was_sent_back_is_sent_back(world: World, earn: Earn) -> None:
    earn(1)
    part = exported(world).paper_parts.get()
    row = PaperRow.objects.get()
    assert take_reply(part=part, version=1, rejected={row.pk: ""}, officer=world.alice, at=world.at)
    assert PaperPart.objects.get().state == PortalState.REJECTED


@pytest.mark.django_db
def test_what_has_not_been_uploaded_is_counted_with_the_days_since(world: World, earn: Earn) -> None:
    earn(1)
    earn(2)
    assert offerings_due([world.organiser], Portal.ECPA, at=world.at) == []
    later = world.offering.ends_at + timedelta(days=31)
    [due] = offerings_due([world.organiser], Portal.ECPA, at=later)
    assert (due.days, due.overdue, due.total, due.never) == (31, True, 2, 2)
    part = exported(world).paper_parts.get()
    [due] = offerings_due([world.organiser], Portal.ECPA, at=later)
    assert (due.never, due.exported) == (0, 2)
    assert offerings_due([world.organiser], Portal.ENV, at=later)[0].never == 2
    mark_part(part=part, version=1, state=PortalState.UPLOADED, reason="", officer=world.alice, at=world.at)
    assert offerings_due([world.organiser], Portal.ECPA, at=later)[0].uploaded == 2
    mark_part(part=part, version=2, state=PortalState.ACCEPTED, reason="", officer=world.alice, at=world.at)
    assert offerings_due([world.organiser], Portal.ECPA, at=later) == []
    assert offerings_due([world.other_organiser], Portal.ECPA, at=later) == []
