"""Forget what has been kept long enough: files that nobody took over, and whole rosters with their proofs."""

from datetime import datetime, timedelta

from django.db import transaction

from hefa.audit.actions import record
from hefa.audit.names import SYSTEM, Verb
from hefa.base.roc import TAIPEI
from hefa.paperwork.models import YearClass, YearImport, YearMember, YearProof
from hefa.paperwork.rules.year import kept_until

STAGED_FOR = timedelta(days=1)


@transaction.atomic
def purge_rosters(*, at: datetime) -> int:
    """Throw away imports of more than a day, and the people and proofs of rosters whose three years are over.

    The rosters themselves stay, with who exported them. Returns how many people were forgotten.
    """
    YearImport.objects.filter(settled_at__isnull=True, made_at__lt=at - STAGED_FOR).update(settled_at=at, content=None)
    today = at.astimezone(TAIPEI).date()
    years = YearMember.objects.order_by().values_list("roster__roc_year", flat=True).distinct()
    over = [year for year in years if kept_until(year) < today]
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
