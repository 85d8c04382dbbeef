"""SealedTextField: a text that the database never sees."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression

from hefa.keys.sealing import seal, unseal

if TYPE_CHECKING:
    TextField = models.Field[str, str]
else:
    TextField = models.Field


class SealedValue:
    """A sealed text as it came from the database. It opens only for the row that it stands in."""

    __slots__ = ("_blob", "_field")

    def __init__(self, blob: bytes, field: "SealedTextField") -> None:
        self._blob = blob
        self._field = field

    def open(self, public_id: UUID) -> str:
        """The text. Raises SealBroken when it was altered or stands in another row."""
        return self._field.unseal(self._blob, public_id=public_id)

    @property
    def blob(self) -> bytes:
        return self._blob

    def __repr__(self) -> str:
        return "<sealed>"


class SealedTextField(TextField):
    """A text encrypted under ring `field`, bound to its table, column and the row's `public_id`.

    Reading the attribute gives the text; nothing can be looked up by it but whether it is null.
    """

    description = "sealed text"
    empty_strings_allowed = False

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "bytea"

    def get_internal_type(self) -> str:
        return "BinaryField"

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, SealedAttribute(self))

    def from_db_value(self, value: Any, expression: Expression, connection: BaseDatabaseWrapper) -> SealedValue | None:
        return None if value is None else SealedValue(bytes(value), self)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        held = model_instance.__dict__.get(self.attname)
        if held is None or isinstance(held, SealedValue):
            return held
        return SealedValue(self.seal(held, public_id=model_instance.public_id), self)  # type: ignore[attr-defined]

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, SealedValue):
            raise TypeError(f"{self.name} is sealed with its row: save the row, an update cannot seal it")
        return connection.Database.Binary(value.blob)  # type: ignore[attr-defined]

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"{self.name} is sealed: it can be looked up by isnull alone")
        return super().get_lookup(lookup_name)

    def seal(self, text: str, *, public_id: UUID) -> bytes:
        return seal(text.encode(), aad=self._aad(public_id))

    def unseal(self, blob: bytes | memoryview, *, public_id: UUID) -> str:
        """Open a value that raw SQL brought. Raises SealBroken."""
        return unseal(bytes(blob), aad=self._aad(public_id)).decode()

    def _aad(self, public_id: UUID) -> bytes:
        return f"{self.model._meta.db_table}|{self.column}|{public_id}".encode()


class SealedAttribute:
    """Opens the value when it is read, and keeps it as text until it is saved."""

    def __init__(self, field: SealedTextField) -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
        held = instance.__dict__[self.field.attname]
        if isinstance(held, SealedValue):
            held = held.open(instance.public_id)  # type: ignore[attr-defined]
            instance.__dict__[self.field.attname] = held
        return held

    def __set__(self, instance: models.Model, value: str | SealedValue | None) -> None:
        instance.__dict__[self.field.attname] = value


def sealed_field(model: type[models.Model], name: str) -> SealedTextField:
    """The sealed field of a model, for code that reads rows by raw SQL."""
    return cast(SealedTextField, model._meta.get_field(name))
