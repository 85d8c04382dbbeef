"""The journal: written with the deed, in order, and never changed."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Model

from bench.trust_audit import build, verified
from hefa.accounts.actions import disable_account
from hefa.audit.actions import Entry, note_check, record, record_many
from hefa.audit.actions.serving import ROLE
from hefa.audit.models import APPEND_ONLY, AuditEntry
from hefa.audit.names import SYSTEM, Actor, ActorKind, Verb
from hefa.audit.queries.privileges import privileges_too_many
from tests.cast import NOW, an_account
from tests.owner import as_owner

pytestmark = pytest.mark.django_db


def write(verb: Verb = Verb.LOGGED_IN) -> None:
    record(at=NOW, actor=SYSTEM, verb=verb, subject_kind="account", subject_id=None, facts={"n": 1, "words": "水"})


@pytest.mark.control("附表十 日誌紀錄內容 1", "附表十 時戳及校時 1")
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


@pytest.mark.control("附表十 日誌處理失效之回應 1")
def test_without_its_entry_a_deed_is_undone() -> None:
    """The journal's disk is full: nothing is done of which nobody could be told."""
    account, olga = an_account("ming"), an_account("olga")
    with as_owner() as cursor:
        cursor.execute(
            "CREATE FUNCTION journal_full() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION SQLSTATE '53100'; END $$;"
            "CREATE TRIGGER journal_full BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION journal_full();"
        )
    with pytest.raises(OperationalError):
        disable_account(account=account, reason="離職", by=olga, at=NOW)
    account.refresh_from_db()
    assert account.is_active and account.disabled_at is None


@pytest.mark.control("附表十 記錄事件 2")
def test_an_entry_stands_or_falls_with_its_deed() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError
    assert not AuditEntry.objects.exists()


CHANGES = {
    "update": "UPDATE {} SET {} = {}",
    "delete": "DELETE FROM {}",
    "truncate": "TRUNCATE {} CASCADE",
}


@pytest.mark.control("T27", "附表十 日誌資訊之保護 2")
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("model", APPEND_ONLY)
def test_the_database_refuses_to_change_the_audit_and_its_seals(model: type[Model], change: str) -> None:
    """The serving role by its privileges, the owner of the tables by the trigger: either alone would hold."""
    build(entries=10)
    note_check(verified(), at=NOW)
    columns = [field.column for field in model._meta.concrete_fields]
    statement = CHANGES[change].format(model._meta.db_table, columns[0], columns[0])
    before = list(model.objects.values_list())  # type: ignore[attr-defined]
    assert before

    for role, words in ((ROLE, "permission denied"), ("none", "append-only")):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, true)", [role])
            with pytest.raises(DatabaseError, match=words), transaction.atomic():
                cursor.execute(statement)
    assert list(model.objects.values_list()) == before  # type: ignore[attr-defined]


@pytest.mark.control("附表十 最小權限 1")
def test_the_serving_role_owns_nothing_and_can_do_no_more_than_serve() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (ROLE,)
        assert privileges_too_many() == []
        cursor.execute("SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)
        for statement in (
            "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
            "DROP TRIGGER audit_is_append_only ON audit_entry",
            "CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
            "SET session_replication_role = replica",
            "CREATE TABLE audit_entry_2 ()",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(statement)


def test_whoever_forgets_the_serving_role_is_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'none', true)")
    assert "TRUNCATE audit_entry" in privileges_too_many()
