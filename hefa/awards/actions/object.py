"""「不是我」: a learner objects to an award, takes it back, and an officer settles it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.correct import ReasonMissing
from hefa.awards.actions.revoke import revoke_awards
from hefa.awards.models import Award, AwardObjection
from hefa.awards.names import ObjectionOutcome
from hefa.organisers.models import Officer

NOT_ME = "非本人"


@transaction.atomic
def object_to_award(*, award: Award, reason: str, actor: Actor, at: datetime) -> bool:
    """Say that this award is not one's own. The award stays. False when it was said before, or the award is gone."""
    if not Award.objects.select_for_update(of=("self",)).filter(pk=award.pk, revoked_at__isnull=True).exists():
        return False
    try:
        with transaction.atomic():
            AwardObjection.objects.create(award=award, raised_at=at, reason=reason.strip())
    except IntegrityError:
        return False
    _note(Verb.AWARD_OBJECTED, award, actor=actor, at=at)
    return True


@transaction.atomic
def withdraw_objection(*, award: Award, actor: Actor, at: datetime) -> bool:
    """Take it back. False when an officer has settled it, or nothing was said."""
    withdrawn = AwardObjection.objects.filter(award=award, settled_at__isnull=True, withdrawn_at__isnull=True)
    if not withdrawn.update(withdrawn_at=at):
        return False
    _note(Verb.OBJECTION_WITHDRAWN, award, actor=actor, at=at)
    return True


@transaction.atomic
def settle_objection(
    *, objection: AwardObjection, outcome: ObjectionOutcome, answer: str, officer: Officer, at: datetime
) -> bool:
    """Revoke the award as 非本人, or keep it; the learner reads the answer. False when the learner or another officer
    was first. Raises ReasonMissing."""
    if not answer.strip():
        raise ReasonMissing
    award = Award.objects.select_for_update(of=("self",)).select_related("offering").get(pk=objection.award_id)
    open_one = AwardObjection.objects.filter(pk=objection.pk, settled_at__isnull=True, withdrawn_at__isnull=True)
    settled = open_one.update(settled_at=at, settled_by=officer.account, outcome=outcome, answer=answer.strip())
    if not settled:
        return False
    if outcome == ObjectionOutcome.REVOKED and award.revoked_at is None:
        versions = {award.public_id: award.version}
        revoke_awards(offering=award.offering, versions=versions, reason=NOT_ME, officer=officer, at=at)
    actor = Actor.account(officer.account.public_id)
    _note(Verb.OBJECTION_SETTLED, award, actor=actor, at=at, facts={"outcome": outcome.value})
    return True


def _note(verb: Verb, award: Award, *, actor: Actor, at: datetime, facts: dict[str, str] | None = None) -> None:
    record(
        at=at,
        actor=actor,
        verb=verb,
        subject_kind="award",
        subject_id=award.public_id,
        organiser_id=award.offering.activity.organiser.public_id,
        facts=facts,
    )
