"""Has anything changed in the list of an offering? Asked every few seconds by each page that shows it."""

from django.db import connection

from hefa.activities.models import Offering

MARK = """
SELECT (SELECT row(count(*), count(revoked_at), sum(version), max(state_changed_at))::text
        FROM award WHERE offering_id = %(offering)s),
       (SELECT row(count(*), count(revoked_at), sum(version))::text FROM group_award WHERE offering_id = %(offering)s),
       (SELECT row(count(*), max(opened_at))::text
        FROM review WHERE offering_id = %(offering)s AND settled_at IS NULL),
       (SELECT row(count(*), sum(version), max(decided_at))::text FROM enrolment WHERE offering_id = %(offering)s)
"""


def ledger_mark(offering: Offering) -> str:
    """Another text whenever awards, groups, open reviews or enrolments of an offering have changed. One statement, by
    the index of each table on its offering."""
    with connection.cursor() as cursor:
        cursor.execute(MARK, {"offering": offering.pk})
        told = cursor.fetchone()
    return " ".join([*told, str(offering.version), str(offering.hours_version), str(offering.cancelled_at)])
