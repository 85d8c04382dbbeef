"""事故影響範圍: whose data an incident can have touched, how and how often, in one statement whatever the numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from hefa.audit.names import Verb
from hefa.audit.queries import SEEN
from hefa.keys.fields import sealed_field
from hefa.learners.models import Learner

AFFECTED = """
WITH entry AS MATERIALIZED (
    SELECT at, verb, subject_kind, subject_id, facts FROM audit_entry
    WHERE verb <> 'awarded' AND verb = ANY(%(verbs)s) AND at >= %(since)s AND at < %(until)s
      AND (%(account)s::uuid IS NULL OR actor_id = %(account)s) AND %(by_entries)s
),
left_house AS MATERIALIZED (
    SELECT p.id, p.offering_id, p.made_at FROM paper p JOIN account m ON m.id = p.made_by_id
    WHERE p.public_id = %(paper)s OR %(by_entries)s AND p.made_at >= %(since)s AND p.made_at < %(until)s
      AND (%(account)s::uuid IS NULL OR m.public_id = %(account)s)
),
hit(learner_id, how, at) AS (
    SELECT l.id, 'opened', e.at FROM entry e
        CROSS JOIN LATERAL jsonb_array_elements_text(e.facts->'learners') told(id)
        JOIN learner l ON l.public_id = told.id::uuid WHERE jsonb_typeof(e.facts->'learners') = 'array'
    UNION ALL
    SELECT l.id, 'seen', e.at FROM entry e JOIN learner l ON l.public_id = e.subject_id WHERE e.subject_kind = 'learner'
    UNION ALL
    SELECT a.learner_id, 'seen', e.at FROM entry e JOIN offering o ON o.public_id = e.subject_id
        JOIN award a ON a.offering_id = o.id WHERE e.verb = ANY(%(listing)s)
    UNION ALL
    SELECT a.learner_id, 'exported', p.made_at FROM left_house p
        JOIN paper_row r ON r.paper_id = p.id JOIN award a ON a.id = r.award_id
    UNION ALL
    SELECT n.learner_id, 'exported', p.made_at FROM left_house p JOIN enrolment n ON n.offering_id = p.offering_id
        WHERE NOT EXISTS (SELECT 1 FROM paper_row r WHERE r.paper_id = p.id)
    UNION ALL
    SELECT m.learner_id, 'exported', e.at FROM entry e JOIN year_paper y ON y.public_id = e.subject_id
        JOIN year_member m ON m.roster_id = y.roster_id WHERE m.learner_id IS NOT NULL
    UNION ALL
    SELECT s.learner_id, 'carried', s.received_at FROM entry e JOIN station t ON t.public_id = e.subject_id
        JOIN scan s ON s.station_id = t.id AND s.received_at = e.at
        WHERE e.verb = %(carried)s AND s.learner_id IS NOT NULL
    UNION ALL
    SELECT s.learner_id, 'scanned', s.received_at FROM scan s JOIN station t ON t.id = s.station_id
        WHERE t.public_id = %(station)s AND s.learner_id IS NOT NULL
          AND s.received_at >= %(since)s AND s.received_at < %(until)s
)
SELECT l.public_id, l.name, l.id_last4, h.how, count(*), min(h.at), max(h.at)
FROM hit h JOIN learner l ON l.id = h.learner_id
GROUP BY l.id, h.how ORDER BY l.id, h.how
"""
LISTING = (Verb.AUDIT_OPENED, Verb.CARDS_PRINTED)
HOW: Mapping[str, tuple[str, str]] = {
    "opened": ("開啟身分證字號", "姓名、身分證統一編號"),
    "seen": ("檢視或查詢", "姓名、身分證字號末四碼、服務單位、時數"),
    "exported": ("匯出檔案", "姓名、身分證字號（依格式為全部或末四碼）、服務單位、時數"),
    "carried": ("救援檔", "條碼、掃描時間"),
    "scanned": ("掃描點", "姓名（畫面遮蔽）、服務單位、掃描時間"),
}
"""By way: its name, and the fields that went that way."""


@dataclass(frozen=True, slots=True)
class Incident:
    """What is asked: a window of time, narrowed to what an account did, to a station, or to one export."""

    since: datetime
    until: datetime
    station: UUID | None = None
    paper: UUID | None = None
    account: UUID | None = None


@dataclass(frozen=True, slots=True)
class Affected:
    """One person in one way."""

    learner: UUID
    name: str
    last4: str
    how: str
    times: int
    first: datetime
    last: datetime


def affected_by(incident: Incident) -> Sequence[Affected]:
    """Everybody whose data it can have touched. A station or an export asks for itself alone, unless an account is
    named too.
    """
    name_of, last4_of = sealed_field(Learner, "name"), sealed_field(Learner, "id_last4")
    told = {
        "since": incident.since,
        "until": incident.until,
        "station": incident.station,
        "paper": incident.paper,
        "account": incident.account,
        "by_entries": incident.account is not None or (incident.station is None and incident.paper is None),
        "verbs": [str(verb) for verb in (*SEEN, Verb.SCANS_CARRIED)],
        "listing": [str(verb) for verb in LISTING],
        "carried": str(Verb.SCANS_CARRIED),
    }
    with connection.cursor() as cursor:
        cursor.execute(AFFECTED, told)
        return [
            Affected(
                learner,
                name_of.unseal(name, public_id=learner),
                last4_of.unseal(last4, public_id=learner),
                how,
                times,
                first,
                last,
            )
            for learner, name, last4, how, times, first, last in cursor
        ]
