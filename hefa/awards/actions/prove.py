"""Prove that an account belongs to its learner: neither knowing a name and a number does, nor a code made by them."""

from datetime import datetime

from hefa.audit.names import Actor
from hefa.awards.models import Award
from hefa.learners.actions import prove_link
from hefa.learners.names import LinkProof
from hefa.learners.queries import link_of
from hefa.organisers.models import Officer


def prove_by_officer(*, award: Award, officer: Officer, at: datetime) -> bool:
    """Prove the account whose code earned `award`, by an officer who saw the person's card. False if none waits."""
    account = award.code.account if award.code else None
    link = link_of(account) if account else None
    if link is None or link.proven_at is not None or link.learner_id != award.learner_id:
        return False
    return prove_link(link=link, proof=LinkProof.OFFICER, actor=Actor.account(officer.account.public_id), at=at)
