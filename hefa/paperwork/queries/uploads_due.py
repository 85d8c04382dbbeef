"""上傳追蹤: hours that have not reached their portal, and for how long (law: within one month)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from hefa.awards.names import AwardState
from hefa.base.roc import TAIPEI, format_roc
from hefa.organisers.models import Organiser
from hefa.paperwork.names import Portal, PortalState
from hefa.paperwork.queries.profiles import held_profiles

MONTH = timedelta(days=30)
"""環境教育法 §19: results are filed within a month."""
LOOKED_BACK = timedelta(days=400)
STANDING = """
SELECT o.public_id, v.name, o.number, v.code, o.ends_at, count(*),
       count(*) FILTER (WHERE best.state IS NULL),
       count(*) FILTER (WHERE best.state = 1),
       count(*) FILTER (WHERE best.state = 2),
       count(*) FILTER (WHERE best.state = 3),
       count(*) FILTER (WHERE best.state = 4)
FROM award a
JOIN offering o ON o.id = a.offering_id
JOIN activity v ON v.id = o.activity_id
LEFT JOIN LATERAL (
    SELECT max(CASE r.portal_state WHEN %(accepted)s THEN 4 WHEN %(uploaded)s THEN 3 WHEN %(waiting)s THEN 2 ELSE 1 END)
           AS state
    FROM paper_row r JOIN paper p ON p.id = r.paper_id
    WHERE r.award_id = a.id AND p.profile = ANY(%(profiles)s)
) best ON true
WHERE v.organiser_id = ANY(%(organisers)s) AND a.revoked_at IS NULL AND a.state <> %(failed)s
  AND o.ends_at < %(now)s AND o.ends_at >= %(since)s
GROUP BY o.id, v.id
HAVING count(*) > count(*) FILTER (WHERE best.state = 4)
ORDER BY o.ends_at, o.id
"""


@dataclass(frozen=True, slots=True)
class DueOffering:
    """An offering with hours that its portal has not accepted, counted by how far each came; `days` since its end."""

    public_id: UUID
    name: str
    number: int
    code: str
    ended_on: str
    days: int
    total: int
    never: int
    rejected: int
    exported: int
    uploaded: int
    accepted: int

    @property
    def overdue(self) -> bool:
        """Whether the month is over."""
        return self.days > MONTH.days

    @property
    def days_left(self) -> int:
        """Days until the month is over."""
        return max(MONTH.days - self.days, 0)


def offerings_due(organisers: Collection[Organiser], portal: Portal, *, at: datetime) -> Sequence[DueOffering]:
    """The offerings of these organisers that ended within 400 days, the longest ago first. Two statements."""
    profiles = [code for code, held in held_profiles().items() if held.profile.portal == portal]
    with connection.cursor() as cursor:
        cursor.execute(
            STANDING,
            {
                "accepted": PortalState.ACCEPTED,
                "uploaded": PortalState.UPLOADED,
                "waiting": PortalState.NOT_UPLOADED,
                "failed": AwardState.FAILED,
                "profiles": profiles,
                "organisers": [organiser.pk for organiser in organisers],
                "now": at,
                "since": at - LOOKED_BACK,
            },
        )
        rows = cursor.fetchall()
    today = at.astimezone(TAIPEI).date()
    return [_due(row, today) for row in rows]


def _due(row: tuple[UUID, str, int, str, datetime, int, int, int, int, int, int], today: date) -> DueOffering:
    public_id, name, number, code, ends_at, *counts = row
    ended_on = ends_at.astimezone(TAIPEI).date()
    return DueOffering(public_id, name, number, code, format_roc(ended_on), (today - ended_on).days, *counts)
