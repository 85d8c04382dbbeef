"""事故影響範圍: whose data an incident can have touched, how and how often, in one statement whatever the numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from hefa.audit.names import Verb
from hefa.audit.queries import LISTED, SEEN
from hefa.keys.fields import sealed_field
from hefa.learners.models import Learner
from hefa.paperwork.models import YearMember

AFFECTED = """
WITH entry AS MATERIALIZED (
    SELECT at, verb, subject_kind, subject_id, facts FROM audit_entry
    WHERE verb <> 'awarded' AND verb = ANY(%(verbs)s) AND at >= %(since)s AND at < %(until)s
      AND (%(account)s::uuid IS NULL OR actor_id = %(account)s) AND %(by_entries)s
),
subject AS MATERIALIZED (
    SELECT verb, subject_kind, subject_id, count(*) AS times, min(at) AS first, max(at) AS last
    FROM entry GROUP BY verb, subject_kind, subject_id
),
told AS MATERIALIZED (
    SELECT id, verb = %(opened)s AS opened, count(*) AS times, min(at) AS first, max(at) AS last
    FROM entry CROSS JOIN LATERAL jsonb_array_elements_text(facts->'learners') AS told(id)
    WHERE jsonb_typeof(facts->'learners') = 'array' GROUP BY 1, 2
),
record AS MATERIALIZED (
    SELECT at, told[1] AS place, told[2]::bigint AS id
    FROM entry CROSS JOIN LATERAL regexp_match(facts->>'path', '^/admin/([a-z]+/[a-z]+)/([0-9]{1,18})/') AS told
    WHERE verb = %(records)s
),
left_house AS MATERIALIZED (
    SELECT p.id, p.offering_id, p.made_at AS at FROM paper p JOIN account m ON m.id = p.made_by_id
    WHERE p.public_id = %(paper)s OR %(by_entries)s AND p.made_at >= %(since)s AND p.made_at < %(until)s
      AND (%(account)s::uuid IS NULL OR m.public_id = %(account)s)
),
hit(learner_id, member_id, how, times, first, last) AS (
    SELECT l.id, NULL::bigint, CASE WHEN t.opened THEN 'opened' ELSE 'seen' END, t.times, t.first, t.last
    FROM told t JOIN learner l ON l.public_id = t.id::uuid
    UNION ALL
    SELECT l.id, NULL, 'seen', e.times, e.first, e.last FROM subject e JOIN learner l ON l.public_id = e.subject_id
    WHERE e.subject_kind = 'learner'
    UNION ALL
    SELECT a.learner_id, NULL, 'seen', e.times, e.first, e.last FROM subject e
        JOIN offering o ON o.public_id = e.subject_id JOIN award a ON a.offering_id = o.id
    WHERE e.verb = ANY(%(listing)s)
    UNION ALL
    SELECT m.learner_id, CASE WHEN m.learner_id IS NULL THEN m.id END, 'seen', e.times, e.first, e.last FROM subject e
        JOIN year_proof f ON f.public_id = e.subject_id JOIN year_member m ON m.id = f.member_id
    WHERE e.verb = %(proof)s
    UNION ALL
    SELECT c.learner_id, NULL, 'printed', 1, e.at, e.at FROM entry e
        CROSS JOIN LATERAL jsonb_array_elements_text(e.facts->'codes') AS card(id)
        JOIN personal_code c ON c.public_id = card.id::uuid
    WHERE e.verb = %(printed)s
    UNION ALL
    SELECT CASE r.place WHEN 'learners/learner' THEN r.id WHEN 'awards/award' THEN a.learner_id
                        WHEN 'codes/personalcode' THEN c.learner_id ELSE k.learner_id END, NULL, 'seen', 1, r.at, r.at
    FROM record r LEFT JOIN award a ON r.place = 'awards/award' AND a.id = r.id
        LEFT JOIN personal_code c ON r.place = 'codes/personalcode' AND c.id = r.id
        LEFT JOIN account_link k ON r.place = 'accounts/account' AND k.account_id = r.id
    UNION ALL
    SELECT a.learner_id, NULL, 'exported', 1, p.at, p.at FROM left_house p
        JOIN paper_row r ON r.paper_id = p.id JOIN award a ON a.id = r.award_id
    UNION ALL
    SELECT n.learner_id, NULL, 'exported', 1, p.at, p.at FROM left_house p
        JOIN enrolment n ON n.offering_id = p.offering_id
    WHERE NOT EXISTS (SELECT 1 FROM paper_row r WHERE r.paper_id = p.id)
    UNION ALL
    SELECT m.learner_id, CASE WHEN m.learner_id IS NULL THEN m.id END, 'exported', 1, y.made_at, y.made_at
    FROM year_paper y JOIN year_member m ON m.roster_id = y.roster_id
    WHERE y.public_id = %(paper)s OR y.public_id IN (SELECT subject_id FROM subject)
    UNION ALL
    SELECT s.learner_id, NULL, 'carried', 1, s.received_at, s.received_at FROM entry e
        JOIN station t ON t.public_id = e.subject_id JOIN scan s ON s.station_id = t.id AND s.received_at = e.at
    WHERE e.verb = %(carried)s AND s.learner_id IS NOT NULL
    UNION ALL
    SELECT s.learner_id, NULL, 'scanned', 1, s.received_at, s.received_at FROM scan s
        JOIN station t ON t.id = s.station_id
    WHERE (t.public_id = %(station)s OR t.opened_by_id IN (
               SELECT f.id FROM officer f JOIN account m ON m.id = f.account_id WHERE m.public_id = %(account)s))
      AND s.learner_id IS NOT NULL AND s.received_at >= %(since)s AND s.received_at < %(until)s
    UNION ALL
    SELECT a.learner_id, NULL, 'changed', 1, e.at, e.at FROM audit_entry e JOIN award a ON a.public_id = e.subject_id
    WHERE e.actor_id = %(account)s AND e.subject_kind = 'award' AND e.at >= %(since)s AND e.at < %(until)s
),
person AS (
    SELECT coalesce(l.merged_into_id, l.id) AS learner_id, member_id, how, sum(times) AS times, min(first) AS first,
           max(last) AS last
    FROM hit LEFT JOIN learner l ON l.id = hit.learner_id
    WHERE l.id IS NOT NULL OR member_id IS NOT NULL GROUP BY 1, 2, 3
)
SELECT l.public_id, m.public_id, coalesce(l.name, m.name), coalesce(l.id_last4, m.id_last4), how, times::int, first,
       last
FROM person LEFT JOIN learner l ON l.id = person.learner_id LEFT JOIN year_member m ON m.id = member_id
ORDER BY l.id, m.id, how
"""
UNNAMED = """
SELECT verb, count(*) FROM audit_entry
WHERE verb <> 'awarded' AND (verb = ANY(%(verbs)s) OR verb = %(records)s AND facts->>'path' !~ '/[0-9]+/')
  AND at >= %(since)s AND at < %(until)s AND (%(account)s::uuid IS NULL OR actor_id = %(account)s)
GROUP BY verb ORDER BY verb
"""
NAMELESS = (Verb.CHANGES_TAKEN, Verb.REFUSED_ROWS_TAKEN, Verb.AUDIT_TAKEN)
"""Taken out without its record saying who stood in it."""
AT_A_TIME = 2000
HOW: Mapping[str, tuple[str, str]] = {
    "opened": ("開啟身分證字號", "姓名、身分證統一編號"),
    "seen": ("檢視或查詢", "姓名、身分證字號末四碼、服務單位、時數"),
    "exported": ("匯出檔案", "姓名、身分證字號（依格式為全部或末四碼）、服務單位、時數"),
    "carried": ("救援檔", "條碼、掃描時間"),
    "scanned": ("掃描點", "姓名（畫面遮蔽）、服務單位、掃描時間"),
    "changed": ("登錄或修改時數", "時數、狀態"),
    "printed": ("列印條碼卡", "姓名、服務單位、條碼"),
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

    @property
    def by_entries(self) -> bool:
        """Whether what was looked at and taken out counts, beside what a station or an export did."""
        return self.account is not None or (self.station is None and self.paper is None)


@dataclass(frozen=True, slots=True)
class Affected:
    """One person in one way: a learner, or somebody on a year's roster who is none yet. `person` is the public id."""

    person: UUID
    name: str
    last4: str
    how: str
    times: int
    first: datetime
    last: datetime


def affected_by(incident: Incident) -> Iterator[Affected]:
    """Everybody whose data it can have touched, one person after the other, read as they are asked for.

    A station or an export asks for itself alone, unless an account is named too; an account's own scanners count as
    the account's. Whoever was merged into another learner is that learner.
    """
    told = {
        **_asked(incident),
        "station": incident.station,
        "paper": incident.paper,
        "by_entries": incident.by_entries,
        "verbs": [str(verb) for verb in (*SEEN, Verb.SCANS_CARRIED)],
        "opened": str(Verb.ID_OPENED),
        "listing": [str(verb) for verb in LISTED],
        "proof": str(Verb.YEAR_PROOF_OPENED),
        "printed": str(Verb.CARDS_PRINTED),
        "carried": str(Verb.SCANS_CARRIED),
    }
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(AFFECTED, told)
        while rows := cursor.fetchmany(AT_A_TIME):
            for learner, member, name, last4, how, times, first, last in rows:
                model, person = (Learner, learner) if learner else (YearMember, member)
                yield Affected(
                    person,
                    sealed_field(model, "name").unseal(name, public_id=person),
                    sealed_field(model, "id_last4").unseal(last4, public_id=person),
                    how,
                    times,
                    first,
                    last,
                )


def unnamed_by(incident: Incident) -> Mapping[str, int]:
    """What was taken out or listed of which no record says who stood in it: how often, by what was done."""
    if not incident.by_entries:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(UNNAMED, {**_asked(incident), "verbs": [str(verb) for verb in NAMELESS]})
        return {str(Verb(verb).label): times for verb, times in cursor}


def _asked(incident: Incident) -> dict[str, Any]:
    return {
        "since": incident.since,
        "until": incident.until,
        "account": incident.account,
        "records": str(Verb.RECORDS_OPENED),
    }
