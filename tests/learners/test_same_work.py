"""Whether a number is known, the time that it takes must not tell: the same is asked of the database (T1)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.audit.names import VISITOR
from hefa.learners import vault
from tests.cast import NOW, a_walk_in, an_id


def work(number: int, name: str) -> list[str]:
    """The statements for this number, without the savepoints: what was written of a known one is taken back."""
    with CaptureQueriesContext(connection) as asked:
        vault.find_or_enter(national_id=an_id(number), name=name, unit=None, at=NOW, actor=VISITOR)
    told = [" ".join(str(one["sql"]).split()[:4]) for one in asked.captured_queries]
    return [statement for statement in told if "SAVEPOINT" not in statement]


@pytest.mark.control("T1")
@pytest.mark.django_db
def test_the_same_is_done_for_every_number() -> None:
    a_walk_in(1)
    unknown, known, mismatching = work(2, "王小明"), work(1, "王小明"), work(1, "林小華")
    assert unknown == known == mismatching and len([one for one in unknown if one.startswith("INSERT")]) >= 3
