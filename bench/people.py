"""Thousands of people with a code each, in a few statements: what takes minutes to build is measured by nobody."""

import secrets
from datetime import datetime

from hefa.audit.names import VISITOR
from hefa.base.code_token import CODE_ID_BYTES
from hefa.base.roc import TAIPEI
from hefa.codes.actions import MadeCode
from hefa.codes.models import CodeHolder, PersonalCode
from hefa.codes.rules import last_day
from hefa.keys.digests import hash_secret
from hefa.keys.ring import ring
from hefa.learners.actions import enter_learners
from hefa.learners.queries import Person
from hefa.units.models import Unit
from tests import cast

NAME = "王小明"
SECRET_BYTES = 32


def walk_ins(number: int, *, unit: Unit, at: datetime) -> list[MadeCode]:
    """So many different people, each with the code that a browser of its own made."""
    people = [Person(cast.an_id(n), NAME, unit.pk) for n in range(number)]
    learners = enter_learners(people=people, actor=VISITOR, at=at)
    kept = [secrets.token_bytes(SECRET_BYTES) for _ in people]
    holders = CodeHolder.objects.bulk_create(CodeHolder(secret_digest=hash_secret(one), made_at=at) for one in kept)
    codes = PersonalCode.objects.bulk_create(
        PersonalCode(
            code_id=secrets.token_bytes(CODE_ID_BYTES),
            kid=ring("code").current_kid,
            learner_id=learner.learner_id,
            unit=unit,
            name=NAME,
            holder=holder,
            made_at=at,
            expires_on=last_day(at.astimezone(TAIPEI).date(), registered=False),
        )
        for learner, holder in zip(learners, holders, strict=True)
    )
    return [MadeCode(code, secret) for code, secret in zip(codes, kept, strict=True)]
