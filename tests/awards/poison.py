"""A scan that the database cannot take: a trigger that fails for one code, as a defect of ours would."""

from collections.abc import Iterator
from contextlib import contextmanager

from hefa.codes.models import PersonalCode
from tests.owner import as_owner

MAKE = """
CREATE FUNCTION break_one_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {broken} THEN RAISE EXCEPTION 'a defect that nobody foresaw'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER poison BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION break_one_code();
"""
TAKE_OUT = "DROP TRIGGER poison ON {table}; DROP FUNCTION break_one_code();"


@contextmanager
def poisoned(code: PersonalCode | None, table: str = "award") -> Iterator[None]:
    """While this lasts, nothing of this code goes into `table`; nothing at all when it is None."""
    broken = "true" if code is None else f"NEW.code_id = {code.pk}"
    with as_owner() as cursor:
        cursor.execute(MAKE.format(broken=broken, table=table))
    try:
        yield
    finally:
        with as_owner() as cursor:
            cursor.execute(TAKE_OUT.format(table=table))


@contextmanager
def no_undo() -> Iterator[None]:
    """While this lasts, no award is changed."""
    with as_owner() as cursor:
        cursor.execute(
            "CREATE FUNCTION no_undo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'x'; END $$;"
            "CREATE TRIGGER no_undo BEFORE UPDATE ON award FOR EACH ROW EXECUTE FUNCTION no_undo();"
        )
    try:
        yield
    finally:
        with as_owner() as cursor:
            cursor.execute("DROP TRIGGER no_undo ON award; DROP FUNCTION no_undo();")
