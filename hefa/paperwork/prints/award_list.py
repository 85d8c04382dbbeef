"""列印學員資料(已通過) / (未通過): the list with 核章欄. Of a number only the last four are printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hefa.activities.models import Offering
from hefa.paperwork.prints.poster import when

TEMPLATE = "award_list"


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A person, or a class with its head count in the name and no number."""

    name: str
    id_masked: str
    unit: str
    in_person: str
    digital: str
    state: str


def award_list_data(
    offering: Offering,
    *,
    label: str,
    count: str,
    printed_at: str,
    people: Sequence[ListedRow],
    groups: Sequence[ListedRow],
) -> Mapping[str, Any]:
    """What the template prints: people numbered, classes after them without a number."""
    activity = offering.activity
    numbered = [(str(number), row) for number, row in enumerate(people, start=1)]
    rows = [*numbered, *(("", row) for row in groups)]
    return {
        "title": f"學員資料（{label}）：{activity.name} 第 {offering.number} 期",
        "heading": f"學員資料（{label}）",
        "activity": f"{activity.name} 第 {offering.number} 期（活動代碼：{activity.code}）",
        "organiser": activity.organiser.name,
        "when": when(offering),
        "place": activity.place,
        "count": count,
        "printed_at": printed_at,
        "rows": [
            [number, row.name, row.id_masked, row.unit, row.in_person, row.digital, row.state] for number, row in rows
        ],
    }
