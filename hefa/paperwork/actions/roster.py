"""下載名冊: the roster leaves the house with its purpose on record, as any other file with personal data."""

import hashlib
from datetime import datetime

from django.db import transaction

from hefa.activities.models import Offering
from hefa.activities.names import CodeList
from hefa.activities.queries import code_labels
from hefa.awards.queries import attending, roster
from hefa.base.roc import TAIPEI, format_roc_datetime
from hefa.organisers.models import Officer
from hefa.paperwork.actions.paper import MadePaper, NothingToWrite, PurposeMissing, note_paper
from hefa.paperwork.models import Paper
from hefa.paperwork.names import Purpose, RosterFile
from hefa.paperwork.prints.roster import TYPES, RosterHead, roster_file
from hefa.paperwork.rules.sheet import NOT_IN_A_FILE_NAME

VERSION = 1
"""Of the columns: a later change of them tells which a file had."""


@transaction.atomic
def make_roster(
    *, offering: Offering, kind: RosterFile, purpose: Purpose, purpose_note: str, officer: Officer, at: datetime
) -> MadePaper:
    """The 名冊 of those with a place and those who came, as a file that is kept nowhere.

    Who took it, why, how many rows, and the hash of its bytes are noted. Raises NothingToWrite, PurposeMissing, and
    FontsMissing for a PDF where the fonts are missing.
    """
    note = purpose_note.strip()
    if purpose == Purpose.OTHER and not note:
        raise PurposeMissing
    rows = attending(roster(offering))
    if not rows:
        raise NothingToWrite
    content = roster_file(kind, _head(offering), rows, at=at)
    content_type, ending = TYPES[kind]
    activity = offering.activity
    code = NOT_IN_A_FILE_NAME.sub("-", activity.code).strip("-") or "activity"
    paper = Paper.objects.create(
        organiser=officer.organiser,
        offering=offering,
        profile=kind,
        profile_version=VERSION,
        purpose=purpose,
        purpose_note=note,
        file_name=f"roster_{activity.roc_year}_{code}_{offering.number}.{ending}",
        parts=1,
        rows=len(rows),
        left_out=0,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=at,
        made_by=officer.account,
    )
    note_paper(paper, officer=officer, at=at)
    return MadePaper(paper, paper.file_name, content_type, content)


def _head(offering: Offering) -> RosterHead:
    activity = offering.activity
    county = code_labels(CodeList.COUNTY, on=offering.starts_at.astimezone(TAIPEI).date()).get(activity.county, "")
    return RosterHead(
        heading=f"{activity.name} 第 {offering.number} 期（活動代碼：{activity.code}）",
        organiser=activity.organiser.name,
        held_at=f"{format_roc_datetime(offering.starts_at)} ～ {format_roc_datetime(offering.ends_at)}",
        place=f"{county}　{activity.place}",
    )
