"""變更統一證號: the person stays the same learner, found by both numbers; hours say which files hold the old one."""

from datetime import datetime

from django.db import transaction

from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.models import Award
from hefa.base.national_id import NationalId
from hefa.learners.actions.numbers import replace_number
from hefa.learners.models import Learner


@transaction.atomic
def change_number(*, learner: Learner, national_id: NationalId, reason: str, by: Account, at: datetime) -> None:
    """Another number from now on, of which `by` has seen the card or the paper.

    Raises NumberIsCurrent, and NumberTaken when it is another learner's.
    """
    replace_number(learner=learner, national_id=national_id, at=at)
    Award.objects.filter(learner=learner).update(number_changed_at=at)
    record(
        at=at,
        actor=Actor.account(by.public_id),
        verb=Verb.NUMBER_CHANGED,
        subject_kind="learner",
        subject_id=learner.public_id,
        facts={"reason": reason},
    )
