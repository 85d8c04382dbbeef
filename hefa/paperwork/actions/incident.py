"""事故影響範圍: the list of the affected, its cover and the draft of the letter, in one file and on record."""

import csv
import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import IO

from django.db import transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.national_id import mask_last4
from hefa.base.person_name import mask_name
from hefa.base.roc import format_roc_datetime
from hefa.paperwork.prints.workbook import harmless
from hefa.paperwork.queries.incident import HOW, Affected, Incident, affected_by, unnamed_by

HEADER = ("學員或名冊人員編號", "姓名", "身分證字號", "方式", "涉及欄位", "次數", "最早", "最近")
LETTER = """（通知函草稿：請依查證結果修改後，以書面、電話或電子郵件通知當事人。個人資料保護法第12條、施行細則第22條）

您好：

{agency}「{site}」於 {since} 至 {until} 間發生個人資料事故，您的資料可能受影響。

一、發生的事實：（請填寫）
二、涉及的資料：姓名、身分證字號（全部或末四碼）、服務單位、學習時數（依附件所列方式）。
三、已採取的措施：（請填寫）
四、建議您：留意可疑來電與信件；變更密碼；於「個人資料權利」查詢您的資料曾提供給誰。
五、諮詢方式：（請填寫）

{agency}
"""


@dataclass(frozen=True, slots=True)
class Pack:
    """The ZIP, and what stands on its cover."""

    content: bytes
    people: int
    rows: int
    file_name: str


@transaction.atomic
def pack_incident(*, incident: Incident, purpose: str, actor: Actor, agency: str, site: str, at: datetime) -> Pack:
    """Find everybody affected and pack it. Names are masked and numbers show their last four.

    The list is written as it is read: of a million people, only the packed bytes lie in memory. Who packed what for
    which purpose is on record with the hash of the file.
    """
    window = {"since": format_roc_datetime(incident.since), "until": format_roc_datetime(incident.until)}
    letter = LETTER.format(agency=agency, site=site, **window)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        with packed.open("影響範圍.csv", "w") as file:
            count = _write_list(file, affected_by(incident))
        cover = _cover(incident, count, unnamed_by(incident), purpose, at)
        packed.writestr("封面.txt", cover.encode("utf-8-sig"))
        packed.writestr("通知函草稿.txt", letter.encode("utf-8-sig"))
    content = made.getvalue()
    record(
        at=at,
        actor=actor,
        verb=Verb.INCIDENT_PACKED,
        subject_kind="incident",
        subject_id=incident.station or incident.paper or incident.account,
        facts={
            "purpose": purpose,
            "since": str(incident.since),
            "until": str(incident.until),
            "people": count.people,
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    )
    return Pack(content, count.people, count.rows, "事故影響範圍.zip")


@dataclass(slots=True)
class _Count:
    """How many were written: people, and rows by way."""

    people: int = 0
    ways: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return self.ways.total()


def _write_list(file: IO[bytes], affected: Iterable[Affected]) -> _Count:
    """A row for each way of each person; the ways of one person follow each other."""
    count = _Count()
    with io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(HEADER)
        for _, ways in groupby(affected, key=attrgetter("person")):
            count.people += 1
            for one in ways:
                count.ways[one.how] += 1
                writer.writerow(_cells(one))
    return count


def _cells(one: Affected) -> list[str | int]:
    how, fields = HOW[one.how]
    first, last = format_roc_datetime(one.first), format_roc_datetime(one.last)
    return [str(one.person), harmless(mask_name(one.name)), mask_last4(one.last4), how, fields, one.times, first, last]


def _cover(incident: Incident, count: _Count, unnamed: Mapping[str, int], purpose: str, at: datetime) -> str:
    """How many, by way; what was asked; when; and what the list cannot name."""
    lines = [
        "事故影響範圍",
        f"產生時間：{format_roc_datetime(at)}",
        f"用途：{purpose}",
        f"期間：{format_roc_datetime(incident.since)} 至 {format_roc_datetime(incident.until)}",
        f"掃描點：{incident.station or '—'}",
        f"匯出：{incident.paper or '—'}",
        f"帳號：{incident.account or '—'}",
        f"受影響人數：{count.people}",
        *(f"　{HOW[way][0]}：{number} 人（{HOW[way][1]}）" for way, number in sorted(count.ways.items())),
        *(["另有下列取用無法逐人列出，請依稽核紀錄查核："] if unnamed else []),
        *(f"　{what}：{times} 次" for what, times in unnamed.items()),
    ]
    return "\r\n".join(lines) + "\r\n"
