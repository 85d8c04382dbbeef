"""事故影響範圍: the list of the affected, its cover and the draft of the letter, in one file and on record."""

import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.national_id import mask_last4
from hefa.base.person_name import mask_name
from hefa.base.roc import format_roc_datetime
from hefa.paperwork.prints.workbook import xlsx
from hefa.paperwork.queries.incident import HOW, Affected, Incident, affected_by

HEADER = ("學員編號", "姓名", "身分證字號", "方式", "涉及欄位", "次數", "最早", "最近")
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

    Who packed what for which purpose is on record with the hash of the file.
    """
    affected = affected_by(incident)
    people = len({one.learner for one in affected})
    window = {"since": format_roc_datetime(incident.since), "until": format_roc_datetime(incident.until)}
    letter = LETTER.format(agency=agency, site=site, **window)
    cover = _cover(incident, affected, people, purpose, at)
    content = _zipped(
        {
            "影響範圍.xlsx": xlsx(HEADER, [_cells(one) for one in affected], sheet="影響範圍", at=at),
            "封面.txt": ("\ufeff" + cover).encode(),
            "通知函草稿.txt": ("\ufeff" + letter).encode(),
        }
    )
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
            "people": people,
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    )
    return Pack(content, people, len(affected), "事故影響範圍.zip")


def _cells(one: Affected) -> list[str | int]:
    how, fields = HOW[one.how]
    first, last = format_roc_datetime(one.first), format_roc_datetime(one.last)
    return [str(one.learner), mask_name(one.name), mask_last4(one.last4), how, fields, one.times, first, last]


def _cover(incident: Incident, affected: Sequence[Affected], people: int, purpose: str, at: datetime) -> str:
    """How many, by way; what was asked; when."""
    ways = Counter(one.how for one in affected)
    lines = [
        "事故影響範圍",
        f"產生時間：{format_roc_datetime(at)}",
        f"用途：{purpose}",
        f"期間：{format_roc_datetime(incident.since)} 至 {format_roc_datetime(incident.until)}",
        f"掃描點：{incident.station or '—'}",
        f"匯出：{incident.paper or '—'}",
        f"帳號：{incident.account or '—'}",
        f"受影響人數：{people}",
        *(f"　{HOW[way][0]}：{count} 人（{HOW[way][1]}）" for way, count in sorted(ways.items())),
    ]
    return "\r\n".join(lines) + "\r\n"


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return made.getvalue()
