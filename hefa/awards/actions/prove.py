"""Prove that an account belongs to its learner. Knowing a name and a number never proves it (scan protocol, part 1)."""

from datetime import datetime

from hefa.accounts.models import Account
from hefa.audit.names import Actor
from hefa.awards.models import Award
from hefa.codes.models import CodeHolder
from hefa.learners.actions import prove_link
from hefa.learners.names import LinkProof
from hefa.learners.queries import link_of
from hefa.organisers.models import Officer


def prove_by_code(*, account: Account, holder: CodeHolder, at: datetime) -> bool:
    """Prove an account by a walk-in code that this browser holds; False when no code of its proves anything.

    The code must have been made before the account was linked, must have earned an award under the stored name, and
    the award must stand: a code made afterwards shows only that somebody knows the number.
    """
    link = link_of(account)
    if link is None or link.proven_at is not None:
        return link is not None
    earned = Award.objects.filter(
        code__holder=holder,
        code__made_at__lt=link.linked_at,
        code__name_differs=False,
        learner=link.learner,
        revoked_at__isnull=True,
    )
    if not earned.exists():
        return False
    return prove_link(link=link, proof=LinkProof.CODE, actor=Actor.account(account.public_id), at=at)


def prove_by_officer(*, award: Award, officer: Officer, at: datetime) -> bool:
    """Prove the account whose code earned `award`, by an officer who saw the person's card. False if none waits."""
    account = award.code.account if award.code else None
    link = link_of(account) if account else None
    if link is None or link.proven_at is not None or link.learner_id != award.learner_id:
        return False
    return prove_link(link=link, proof=LinkProof.OFFICER, actor=Actor.account(officer.account.public_id), at=at)
