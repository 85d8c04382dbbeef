"""Forget what has been kept long enough: files that nobody took over, and whole rosters with their proofs."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from hefa.audit.actions import record
from hefa.audit.names import SYSTEM, Verb
from hefa.base.roc import TAIPEI
from hefa.paperwork.models import YearClass, YearImport, YearMember, YearProof
from hefa.paperwork.rules.year import kept_until

STAGED_FOR = timedelta(days=1)


@transaction.atomic
def purge_rosters(*, at: datetime) -> int:
    """Throw away the people and proofs of rosters whose three years are over.

    The rosters themselves stay, with who exported them. Returns how many people were forgotten.
    """
    over = _years_over(at)
    if not over:
        return 0
    YearProof.objects.filter(member__roster__roc_year__in=over).delete()
    YearClass.objects.filter(roster__roc_year__in=over).delete()
    people, _ = YearMember.objects.filter(roster__roc_year__in=over).delete()
    record(
        at=at,
        actor=SYSTEM,
        verb=Verb.EXPIRED_PURGED,
        subject_kind="year_roster",
        subject_id=None,
        facts={"roc_years": sorted(over), "people": people},
    )
    return people


def count_members_over(*, at: datetime) -> int:
    """How many people of rosters `purge_rosters` would forget."""
    return YearMember.objects.filter(roster__roc_year__in=_years_over(at)).count()


def imports_over(*, at: datetime) -> QuerySet[YearImport]:
    """Files of rosters that nobody took over within a day."""
    return YearImport.objects.filter(settled_at__isnull=True, made_at__lt=at - STAGED_FOR)


def purge_imports(*, at: datetime) -> int:
    """Empty them; returns how many."""
    return imports_over(at=at).update(settled_at=at, content=None)


def _years_over(at: datetime) -> list[int]:
    today = at.astimezone(TAIPEI).date()
    years = YearMember.objects.order_by().values_list("roster__roc_year", flat=True).distinct()
    return [year for year in years if kept_until(year) < today]
