"""刪除勾選的項目: awards are taken back with a reason. The rows stay in the history."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hefa.activities.models import Offering
from hefa.audit.actions import Entry, record_many
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.correct import AwardChanges, ReasonMissing
from hefa.awards.models import Award
from hefa.awards.names import RevokeKind
from hefa.organisers.models import Officer


@transaction.atomic
def revoke_awards(
    *, offering: Offering, versions: dict[UUID, int], reason: str, officer: Officer, at: datetime
) -> AwardChanges:
    """Take awards back. The reason must not be empty: raises ReasonMissing. Three statements for any list.

    `versions` maps each award to the version that was on screen; rows that moved on come back in `overtaken`.
    """
    if not reason.strip():
        raise ReasonMissing
    locked = Award.objects.select_for_update(of=("self",)).filter(offering=offering, public_id__in=versions)
    rows = [row for row in locked.order_by("learner_id") if row.stands_as(versions[row.public_id])]
    Award.objects.filter(pk__in=[row.pk for row in rows]).update(
        revoked_at=at,
        revoked_by=officer.account,
        revoke_kind=RevokeKind.OFFICE,
        revoke_reason=reason.strip(),
        version=F("version") + 1,
    )
    saved = tuple(row.public_id for row in rows)
    record_many([_revoked(award_id, officer=officer, at=at) for award_id in saved])
    return AwardChanges(saved, tuple(award_id for award_id in versions if award_id not in saved), {})


def _revoked(award_id: UUID, *, officer: Officer, at: datetime) -> Entry:
    return Entry(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=Verb.AWARD_REVOKED,
        subject_kind="award",
        subject_id=award_id,
        organiser_id=officer.organiser.public_id,
    )
