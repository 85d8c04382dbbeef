"""After a dump was restored: transaction ids begin anew, so the journal begins a new era."""

from datetime import datetime

from django.db import connection, transaction

from hefa.audit.actions.seal import add_seal
from hefa.audit.actions.write import record
from hefa.audit.names import SYSTEM, Verb
from hefa.audit.queries.seals import as_sealed, last_seal
from hefa.audit.rules import END_OF_ERA


@transaction.atomic
def begin_era(*, at: datetime) -> int:
    """Seal all that the dump brought, and let entries from now on belong to the next era. Returns its number.

    For the owner of the tables, before anybody serves from the restored database.
    """
    head = last_seal()
    era, start = as_sealed(head).next_start if head else (1, 0)
    add_seal(head, era=era, from_xid=start, until_xid=END_OF_ERA, at=at)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE audit_entry ALTER COLUMN era SET DEFAULT {era + 1:d}")
    record(
        at=at, actor=SYSTEM, verb=Verb.AUDIT_ERA_BEGUN, subject_kind="audit", subject_id=None, facts={"era": era + 1}
    )
    return era + 1
