"""SealedTextField and SealedBytesField: what the database never sees."""

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression

from hefa.keys.sealing import seal, unseal

T = TypeVar("T", str, bytes)

if TYPE_CHECKING:

    class _Field(models.Field[T, T]): ...

else:

    class _Field(models.Field, Generic[T]): ...


class SealedValue:
    """A sealed value as it came from the database. It opens only for the row that it stands in."""

    __slots__ = ("_blob", "_field")

    def __init__(self, blob: bytes, field: "SealedField[Any]") -> None:
        self._blob = blob
        self._field = field

    def open(self, public_id: UUID) -> Any:
        """What was sealed. Raises SealBroken when it was altered or stands in another row."""
        return self._field.unseal(self._blob, public_id=public_id)

    @property
    def blob(self) -> bytes:
        return self._blob

    def __repr__(self) -> str:
        return "<sealed>"


class SealedField(_Field[T]):
    """A value encrypted under ring `field`, bound to its table, column and the row's `public_id`.

    Reading the attribute gives the value; nothing can be looked up by it but whether it is null.
    """

    empty_strings_allowed = False

    def encoded(self, value: T) -> bytes:
        """The bytes that are sealed."""
        raise NotImplementedError

    def decoded(self, plain: bytes) -> T:
        """The value that these bytes were."""
        raise NotImplementedError

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

    def seal(self, value: T, *, public_id: UUID) -> bytes:
        return seal(self.encoded(value), aad=self._aad(public_id))

    def unseal(self, blob: bytes | memoryview, *, public_id: UUID) -> T:
        """Open a value that raw SQL brought. Raises SealBroken."""
        return self.decoded(unseal(bytes(blob), aad=self._aad(public_id)))

    def _aad(self, public_id: UUID) -> bytes:
        return f"{self.model._meta.db_table}|{self.column}|{public_id}".encode()


class SealedTextField(SealedField[str]):
    """A text."""

    description = "sealed text"

    def encoded(self, value: str) -> bytes:
        return value.encode()

    def decoded(self, plain: bytes) -> str:
        return plain.decode()


class SealedBytesField(SealedField[bytes]):
    """Bytes: the content of a file."""

    description = "sealed bytes"

    def encoded(self, value: bytes) -> bytes:
        return value

    def decoded(self, plain: bytes) -> bytes:
        return plain


class SealedAttribute:
    """Opens the value when it is read, and keeps it open until it is saved."""

    def __init__(self, field: SealedField[Any]) -> None:
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

    def __set__(self, instance: models.Model, value: str | bytes | SealedValue | None) -> None:
        instance.__dict__[self.field.attname] = value


def sealed_field(model: type[models.Model], name: str) -> SealedField[Any]:
    """The sealed field of a model, for code that reads rows by raw SQL."""
    return cast("SealedField[Any]", model._meta.get_field(name))
