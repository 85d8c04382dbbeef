"""The vault: one learner a number, nothing readable without its keys, every opening noted."""

from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, VISITOR, Verb
from hefa.learners import vault
from hefa.learners.actions import correct_name, enter_learner, link_account, prove_link
from hefa.learners.models import Learner
from hefa.learners.names import LinkProof, OpeningPurpose
from tests.cast import NOW, an_account, an_id
from tests.crowd import at_once

THREADS = 32
OFFICE = UUID(int=7)


def enter(number: int = 1, name: str = "王小明") -> Learner:
    return enter_learner(national_id=an_id(number), name=name, unit=None, actor=VISITOR, at=NOW)


def rows_of(*tables: str) -> bytes:
    """Everything that a dump of these tables holds."""
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            found += [value for row in cursor.fetchall() for value in row]
    return b"".join(bytes(value) if isinstance(value, memoryview) else str(value).encode() for value in found)


@pytest.mark.django_db(transaction=True)
def test_thirty_two_at_once_with_one_number_make_one_learner() -> None:
    learners = at_once([partial(enter, 1)] * THREADS)
    assert len({learner.pk for learner in learners}) == Learner.objects.count() == 1
    assert AuditEntry.objects.filter(verb=Verb.LEARNER_ENTERED).count() == 1


@pytest.mark.django_db
def test_entering_somebody_known_overwrites_nothing() -> None:
    first, again = enter(1, "王小明"), enter(1, "王曉明")
    again.refresh_from_db()
    assert again == first and again.name == "王小明"


@pytest.mark.django_db
def test_a_dump_holds_neither_number_nor_name() -> None:
    enter(1, "李喆堃")
    dump = rows_of("learner", "national_id", "national_id_digest", "audit_entry")
    assert an_id(1).value.encode() not in dump and "李喆堃".encode() not in dump
    assert an_id(1).value[:6].encode() not in dump


@pytest.mark.control("T19")
@pytest.mark.django_db
def test_opening_a_number_needs_a_purpose_and_leaves_an_entry() -> None:
    learner = enter(1)
    number = vault.open_number(
        learner=learner, purpose=OpeningPurpose.EXPORT, actor=SYSTEM, organiser_id=OFFICE, at=NOW
    )
    assert number == an_id(1)
    entry = AuditEntry.objects.get(verb=Verb.ID_OPENED)
    assert entry.organiser_id == OFFICE
    assert entry.facts == {"purpose": OpeningPurpose.EXPORT, "learners": [str(learner.public_id)]}


@pytest.mark.django_db
def test_an_opening_that_is_rolled_back_leaves_no_entry_and_no_number() -> None:
    learner = enter(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        vault.open_number(learner=learner, purpose=OpeningPurpose.EXPORT, actor=SYSTEM, organiser_id=OFFICE, at=NOW)
        raise RuntimeError
    assert not AuditEntry.objects.filter(verb=Verb.ID_OPENED).exists()


@pytest.mark.django_db
def test_the_database_keeps_a_number_to_one_learner() -> None:
    enter(1)
    other = enter(2)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO national_id_digest (kid, digest, record_id) SELECT d.kid, d.digest, n.id "
            "FROM national_id_digest d, national_id n WHERE n.learner_id = %s AND d.record_id <> n.id",
            [other.pk],
        )


@pytest.mark.control("附表十 非內部使用者之識別與鑑別 1")
@pytest.mark.django_db
def test_a_link_is_proven_once_and_only_one_account_of_a_learner_is() -> None:
    links = [
        link_account(account=an_account(username, name="王小明"), national_id=an_id(1), unit=None, at=NOW)
        for username in ("wang", "wang2")
    ]
    assert links[0].learner == links[1].learner and links[0].proven_at is None
    proofs = [
        prove_link(link=link, proof=LinkProof.OFFICER, actor=SYSTEM, at=NOW) for link in (links[0], links[0], links[1])
    ]
    assert proofs == [True, False, False]
    assert AuditEntry.objects.filter(verb=Verb.ACCOUNT_PROVEN).count() == 1


@pytest.mark.django_db
def test_a_name_is_corrected_by_an_officer_and_noted_without_the_name() -> None:
    learner = enter(1)
    correct_name(learner=learner, name="王曉明", actor=SYSTEM, at=NOW)
    learner.refresh_from_db()
    assert learner.name == "王曉明"
    assert "王" not in str(AuditEntry.objects.get(verb=Verb.NAME_CORRECTED).facts)
