"""The corpus in every text column of every row: columns are taken from the models, so a new one needs no line here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, models, transaction

from hefa.keys.fields import SealedTextField
from ops import reference
from tests.web.payloads.corpus import PAYLOADS

WRITTEN_BY_CODE: Mapping[str, str] = {
    "a name of the code, a hash, a number, or what code reads again": (
        "key_use.ring audit_entry.verb audit_entry.subject_kind account.password used_password.password "
        "account.notice_version personal_code.notice_version provider_link.subject recovery_code.code "
        "reset_wish.asked reset_wish.site national_id.number scan_pass.pin scan_quarantine.payload hint_mark.subject "
        "staged_row.told year_import.content paper.profile paper.dialect "
        "export_profile.code export_profile.based_on audit_sample.seed upload.encoding"
    ),
    "the cast is found by it": "account.username code_list_entry.code",
    "chosen from a list": "activity.method activity.field activity.county activity.site offering_topic.field",
    "the end of a number": "account_link.id_last4 learner.id_last4 national_id.id_last4 "
    "personal_code.id_last4 year_member.id_last4",
}
"""Nobody types these. `…sha256` and columns with choices are left out by themselves."""
NOT_TYPED = {name for names in WRITTEN_BY_CODE.values() for name in names.split()}


@dataclass(slots=True)
class Stored:
    """What was stored: the text and its column, by the mark that the text begins with."""

    texts: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    done: set[tuple[str, int]] = field(default_factory=set)

    def accepted(self) -> set[str]:
        return set(self.columns.values())


def typed_columns() -> Iterator[tuple[type[models.Model], Any]]:
    """Every column of text that people can fill."""
    for model in reference.models():
        for column in model._meta.concrete_fields:
            name = f"{model._meta.db_table}.{column.column}"
            is_text = isinstance(column, models.CharField | models.TextField | SealedTextField)
            if is_text and not column.choices and not name.endswith("sha256") and name not in NOT_TYPED:
                yield model, column


def store_everywhere(stored: Stored, tables: set[str] | None = None) -> None:
    """Put texts of the corpus into all rows (of these tables) that have none yet, each with a mark of its own."""
    by_model: dict[type[models.Model], list[Any]] = {}
    for model, column in typed_columns():
        if tables is None or model._meta.db_table in tables:
            by_model.setdefault(model, []).append(column)
    for model, columns in by_model.items():
        for row in model._default_manager.order_by("pk"):
            if (model._meta.db_table, row.pk) not in stored.done:
                stored.done.add((model._meta.db_table, row.pk))
                for column in columns:
                    _store(stored, row, column)


def _store(stored: Stored, row: models.Model, column: Any) -> None:
    """A text that the column accepts; a column whose constraint wants none or another is left as it is."""
    name = f"{row._meta.db_table}.{column.column}"
    before = getattr(row, column.attname)
    mark = f"§{len(stored.texts)}§"
    for text in _fitting(mark, column, len(stored.texts)):
        setattr(row, column.attname, text)
        try:
            with transaction.atomic():
                row.save(update_fields=[column.attname])
        except DatabaseError:
            continue
        stored.texts[mark], stored.columns[mark] = text, name
        return
    setattr(row, column.attname, before)


def _fitting(mark: str, column: Any, number: int) -> Iterator[str]:
    longest = getattr(column, "max_length", None) or 200
    turned = PAYLOADS[number % len(PAYLOADS) :] + PAYLOADS[: number % len(PAYLOADS)]
    fitting = [mark + one for one in turned if len(mark + one) <= longest]
    lower = [one.lower() for one in fitting]
    yield from (fitting[0], lower[0]) if fitting else ()
