"""掛失: an officer who has seen the person's card voids all codes of that person."""

from datetime import datetime

from django.db import transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.national_id import NationalId
from hefa.base.roc import TAIPEI
from hefa.codes.actions.void import void_code
from hefa.codes.models import PersonalCode
from hefa.codes.names import LossReason, VoidReason
from hefa.learners.actions import look_up
from hefa.learners.names import LookUpPurpose
from hefa.organisers.models import Officer


@transaction.atomic
def report_lost(*, national_id: NationalId, reason: LossReason, officer: Officer, at: datetime) -> int:
    """Void every live code of the person with this number, whoever holds it; returns how many.

    A number that nobody has and a person without a live code give the same 0: the answer is no directory. The look-up
    is on record either way.
    """
    actor = Actor.account(officer.account.public_id)
    organiser_id = officer.organiser.public_id
    learner = look_up(
        national_id=national_id, purpose=LookUpPurpose.LOST, actor=actor, organiser_id=organiser_id, at=at
    )
    if learner is None:
        return 0
    live = PersonalCode.objects.filter(
        learner=learner, voided_at__isnull=True, expires_on__gte=at.astimezone(TAIPEI).date()
    )
    voided = [code for code in live.order_by("pk") if void_code(code=code, reason=VoidReason.LOST, actor=actor, at=at)]
    if voided:
        record(
            at=at,
            actor=actor,
            verb=Verb.CODES_REPORTED_LOST,
            subject_kind="learner",
            subject_id=learner.public_id,
            organiser_id=organiser_id,
            facts={"reason": reason.value, "codes": [str(code.public_id) for code in voided]},
        )
    return len(voided)
