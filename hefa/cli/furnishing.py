"""The desks of the demonstration's officers: past hours with their papers, people who wait, a year's roster."""

from datetime import date, datetime, time, timedelta

from hefa.accounts.models import Account
from hefa.activities.actions import (
    ActivityPlan,
    LecturerProfile,
    OfferingPlan,
    add_lecturer,
    assign_lecturers,
    enrol_oneself,
    plan_activity_and_offering,
)
from hefa.activities.models import Offering
from hefa.activities.names import ConsentMeans, Openness, Publication
from hefa.audit.names import SYSTEM
from hefa.awards.actions import AwardChange, EnteredRow, change_awards, enter_awards
from hefa.awards.models import Award
from hefa.awards.names import AwardSource, AwardState
from hefa.base.hours import Hours
from hefa.base.national_id import NationalId
from hefa.base.roc import TAIPEI, format_roc, roc_year
from hefa.learners.queries import link_of
from hefa.organisers.actions import AnnouncementPlan, announce
from hefa.organisers.models import Announcement, Officer
from hefa.organisers.names import Column
from hefa.paperwork.actions import make_paper, stage_upload
from hefa.paperwork.actions.year import open_roster, stage_roster, take_import
from hefa.paperwork.names import Purpose, UploadKind
from hefa.paperwork.papers import PROFILES
from hefa.stations.actions import PassPlan, make_pass
from hefa.stations.names import Right

DAY = timedelta(days=1)
Listed = list[tuple[str, NationalId]]
"""Names with their invented numbers."""
LECTURER, LECTURER_CONTACT = "潘綉蘭", "coast@example.org"
ROSTERED = ("高振宇", "0001")
"""On the roster, with last four, and nowhere else."""
MISTYPED = ("林志明", "A123456788")
"""In the file that waits, with a number whose check digit is wrong."""


def furnish(officer: Officer, *, past: Offering, today: Offering, people: Listed, at: datetime) -> None:
    """Put work on an officer's desk, once: `people` have no account and were at the `past` activity."""
    if Announcement.objects.exists():
        return
    _announce(at)
    _hours_and_papers(officer, past, people[:8], at)
    _enrolments(officer, at)
    _roster(officer, people[:10], at)
    _upload(officer, past, people[8:12], at)
    window = PassPlan("東側門", (Right.UNDO, Right.SEARCH), at, at + DAY, most_devices=5)
    make_pass(offerings=[today], plan=window, officer=officer, at=at)


def _announce(at: datetime) -> None:
    today = at.astimezone(TAIPEI).date()
    for place, (column, text, link) in enumerate(
        (
            (Column.NEWS, "本年度環境教育時數請於明年 1 月 31 日前登錄完成", ""),
            (Column.FILM, "濕地的四季", "https://example.org/films/wetland"),
            (Column.LINK, "環境教育設施場所查詢", "https://example.org/sites"),
        ),
        start=1,
    ):
        plan = AnnouncementPlan(column, text, link, place, today, None)
        announce(plan=plan, changed=None, version=0, actor=SYSTEM, at=at)


def _hours_and_papers(officer: Officer, past: Offering, people: Listed, at: datetime) -> None:
    """Entered from the signed sheet, exported for ECPA, and one of them corrected afterwards."""
    rows = [EnteredRow(number, name, None) for name, number in people]
    entered = enter_awards(
        offering=past, rows=rows, source=AwardSource.HAND, reviewed=True, officer=officer, at=at - 10 * DAY
    )
    make_paper(
        offering=past,
        profile=PROFILES["ecpa-hours-25"],
        purpose=Purpose.ECPA,
        purpose_note="",
        left_out=(),
        officer=officer,
        at=at - 9 * DAY,
    )
    corrected = Award.objects.get(public_id=entered[0].award or "")
    change = AwardChange(corrected.public_id, corrected.version, Hours.of(0, 1), AwardState.REVIEWED)
    change_awards(offering=past, changes=[change], reason="簽到表記載提早離席", officer=officer, at=at)


def _enrolments(officer: Officer, at: datetime) -> None:
    """An open activity of next month with five places, a lecturer, and seven learners who asked."""
    begins = datetime.combine(at.astimezone(TAIPEI).date() + 30 * DAY, time(9), TAIPEI)
    activity = ActivityPlan(
        roc_year=roc_year(begins.date()),
        name="海岸生態工作坊",
        code="Coast01",
        method="1",
        field="341",
        county="10",
        summary="認識海岸生態與廢棄物對棲地的影響，並實作分類",
        place="綠水縣環境教育中心",
        contact=officer.organiser.name,
        openness=Openness.OPEN,
    )
    held = OfferingPlan(
        number=1,
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        capacity=5,
        hours=Hours.of(0, 3),
        enrol_from=at - DAY,
        enrol_until=begins - DAY,
        approval_needed=True,
    )
    offering = plan_activity_and_offering(
        organiser=officer.organiser, officer=officer, activity=activity, offering=held, actor=SYSTEM, at=at
    )
    for account in Account.objects.filter(username__startswith="demo-0").order_by("username")[:7]:
        link = link_of(account)
        if link is not None:
            enrol_oneself(offering=offering, link=link, at=at)
    profile = LecturerProfile(
        name=LECTURER,
        position="綠水縣環境教育中心　講師",
        contact=LECTURER_CONTACT,
        intro="海岸生態調查二十年",
        expertise=["341"],
        publishes=Publication.NAME,
        consented_on=at.astimezone(TAIPEI).date(),
        consent_means=ConsentMeans.WRITTEN,
    )
    lecturer = add_lecturer(profile=profile, national_id=None, officer=officer, at=at)
    assign_lecturers(offering=offering, lecturers=[lecturer.public_id], officer=officer, at=at)


def _roster(officer: Officer, people: Listed, at: datetime) -> None:
    """The organiser's own people of the year; some were at the past activity, some lack everything."""
    unit = officer.organiser.unit
    if unit is None:
        return
    year = roc_year(at.astimezone(TAIPEI).date())
    roster = open_roster(unit=unit, roc_year=year, following=None, officer=officer, at=at)
    lines = ["姓名,身分證字號末四碼,到職日,離職日"]
    lines += [f"{name},{number.last4},," for name, number in people]
    lines += [f"{ROSTERED[0]},{ROSTERED[1]},{format_roc(date(year + 1911, 3, 1))},"]
    content = "\r\n".join(lines).encode("utf-8-sig")
    staged = stage_roster(roster=roster, content=content, officer=officer, at=at)
    take_import(staged=staged, officer=officer, at=at)


def _upload(officer: Officer, past: Offering, people: Listed, at: datetime) -> None:
    """A file that waits for confirmation, one of its rows with a mistake."""
    lines = ["身分證字號,姓名,服務單位代碼,實體時數,數位時數"]
    lines += [f"{number.value},{name},,2,0" for name, number in people]
    lines += [f"{MISTYPED[1]},{MISTYPED[0]},,2,0"]
    content = "\r\n".join(lines).encode("utf-8-sig")
    stage_upload(
        kind=UploadKind.TEMPLATE, offering=past, file_name="補登名單.csv", content=content, officer=officer, at=at
    )
