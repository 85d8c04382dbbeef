"""報名: learners sign up for offerings."""

from datetime import datetime

from django.db import transaction

from hefa.activities.actions.notes import note
from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import EnrolmentState
from hefa.audit.names import Actor, Verb
from hefa.learners.models import Learner
from hefa.units.models import Unit


@transaction.atomic
def enrol(*, offering: Offering, learner: Learner, unit: Unit | None, actor: Actor, at: datetime) -> Enrolment:
    """報名, approved at once. Said twice, the first stands."""
    enrolment, made = Enrolment.objects.get_or_create(
        offering=offering,
        learner=learner,
        defaults={"unit": unit, "state": EnrolmentState.APPROVED, "enrolled_at": at},
    )
    if made:
        note(Verb.ENROLLED, offering, actor, at, learner=str(learner.public_id))
    return enrolment
