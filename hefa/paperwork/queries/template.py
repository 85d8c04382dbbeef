"""What the upload template of an offering is made of."""

from collections.abc import Iterator
from datetime import datetime

from hefa.activities.models import Offering
from hefa.activities.names import CodeList
from hefa.activities.queries import code_labels
from hefa.base.roc import TAIPEI, format_roc
from hefa.paperwork.papers.intakes import INTAKES
from hefa.paperwork.prints.upload_template import upload_template
from hefa.units.models import Unit
from hefa.units.names import NO_UNIT_LABEL

MOST_UNITS = 500


def template_for(offering: Offering, *, at: datetime) -> bytes:
    """The XLSX for this offering, with the codes of the organiser's own unit and of those below it."""
    activity, day = offering.activity, offering.starts_at.astimezone(TAIPEI).date()
    heading = f"{activity.name} 第 {offering.number} 期（{format_roc(day)}）　時數空白時登錄：{offering.hours.label}"
    return upload_template(INTAKES["template"], heading=heading, codes=list(_codes(offering)), at=at)


def _codes(offering: Offering) -> Iterator[tuple[str, str, str]]:
    """Kind, code and label. Four statements."""
    day = offering.starts_at.astimezone(TAIPEI).date()
    yield "服務單位代碼", "（空白）", NO_UNIT_LABEL
    own = offering.activity.organiser.unit
    if own is not None:
        yield "服務單位代碼", own.code, own.name
        for unit in Unit.objects.filter(parent=own).order_by("code")[:MOST_UNITS]:
            if unit.stands_on(day):
                yield "服務單位代碼", unit.code, unit.name
    yield "服務單位代碼", "其他", "請在網站「查詢代碼（服務單位代碼）」查詢"
    for kind in (CodeList.METHOD, CodeList.FIELD, CodeList.COUNTY):
        for code, label in code_labels(kind, on=day).items():
            yield f"{kind.label}（環教網批次檔用）", code, label
