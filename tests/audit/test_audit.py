"""The journal: written with the deed, in order, and never changed."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from hefa.audit.actions import Entry, record, record_many
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Actor, ActorKind, Verb
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def write(verb: Verb = Verb.LOGGED_IN) -> None:
    record(at=NOW, actor=SYSTEM, verb=verb, subject_kind="account", subject_id=None, facts={"n": 1, "words": "水"})


def test_an_entry_tells_who_did_what_to_whom_and_when() -> None:
    account, subject = uuid4(), uuid4()
    record(at=NOW, actor=Actor.account(account), verb=Verb.NAME_SETTLED, subject_kind="award", subject_id=subject)
    entry = AuditEntry.objects.get()
    assert (entry.at, entry.actor_kind, entry.actor_id, entry.verb) == (
        NOW,
        ActorKind.ACCOUNT,
        account,
        Verb.NAME_SETTLED,
    )
    assert (entry.subject_kind, entry.subject_id, entry.organiser_id, entry.facts) == ("award", subject, None, {})


def test_many_entries_keep_their_order_and_none_is_none(django_assert_num_queries: object) -> None:
    verbs = [Verb.AWARDED, Verb.SCAN_REFUSED, Verb.AWARDED]
    record_many([Entry(NOW, SYSTEM, verb, "award", None, facts={"n": n}) for n, verb in enumerate(verbs)])
    record_many([])
    assert [(entry.verb, entry.facts["n"]) for entry in AuditEntry.objects.order_by("pk")] == list(
        zip(verbs, range(3), strict=True)
    )


def test_an_entry_stands_or_falls_with_its_deed() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_an_entry(change: str) -> None:
    write()
    entries = AuditEntry.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        if change == "update":
            entries.update(verb=Verb.LOGGED_IN)
        else:
            entries.delete()
    assert AuditEntry.objects.get().facts == {"n": 1, "words": "水"}
