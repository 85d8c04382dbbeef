"""查核: the organisers that stand under the 主管機關 for which somebody audits."""

from datetime import date

from django.db.models import IntegerField, QuerySet
from django.db.models.expressions import RawSQL

from hefa.accounts.models import Account
from hefa.organisers.models import Organiser
from hefa.organisers.names import Duty
from hefa.organisers.queries.offices import officers_of

UNDER = """
WITH RECURSIVE auditing(unit_id) AS (
    SELECT organiser.unit_id FROM organiser WHERE organiser.id IN ({held})
),
below(id) AS (
    SELECT unit.id FROM unit JOIN auditing ON unit.parent_id = auditing.unit_id OR unit.successor_id = auditing.unit_id
    UNION
    SELECT unit.id FROM unit JOIN below ON unit.parent_id = below.id OR unit.successor_id = below.id
),
overseen(id) AS (
    SELECT organiser.id FROM organiser JOIN below ON organiser.unit_id = below.id
    UNION
    SELECT organiser.id FROM organiser JOIN overseen ON organiser.successor_id = overseen.id
)
SELECT id FROM overseen
"""
"""Down the tree of units from those of the auditor's offices, over units and organisers that were merged."""


def overseen_by(account: Account, *, on: date) -> QuerySet[Organiser]:
    """The organisers that this account may audit on this day: those under its 主管機關, never that one itself."""
    offices = officers_of(account, on=on, duty=Duty.AUDIT).order_by()
    held, values = offices.values("organiser_id").query.sql_with_params()
    under = RawSQL(UNDER.format(held=held), values, output_field=IntegerField())  # noqa: S611 - our own SQL
    own = offices.filter(organiser__unit__isnull=False).values("organiser__unit")
    return Organiser.objects.filter(pk__in=under).exclude(unit__in=own).order_by("name", "pk")
