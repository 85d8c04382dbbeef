"""An export profile is data: it can be written as JSON and read back, and so be stored, copied and edited."""

import codecs
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from hefa.paperwork.names import Quoting, Reader, Source

NEEDS_REPLACING = frozenset(',"\r\n')
"""What would break a file without quotation marks."""
DATE_FORMATS = frozenset({"roc", "iso"})


class InvalidProfile(ValueError):
    """The profile contradicts itself; the message says how."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `value_map` names a map of the profile; `fixed` is the text of a FIXED column."""

    header: str
    source: Source
    required: bool = False
    value_map: str = ""
    fixed: str = ""

    @property
    def label(self) -> str:
        """The header without the `*` that marks a mandatory column."""
        return self.header.removeprefix("*")


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that a receiving portal is particular about.

    `line_end` also ends the last line. `max_rows` counts rows below the header; a longer list is split. `file_name`
    knows `{profile} {roc_year} {code} {number}` and never a person. `states` are the award states that may stand in
    the file. `replacements` map single characters of texts to what is written in their place. Raises InvalidProfile.
    """

    code: str
    version: int
    label: str
    reader: Reader
    encoding: str
    columns: tuple[Column, ...]
    file_name: str
    bom: bool = False
    header: bool = True
    delimiter: str = ","
    quoting: Quoting = Quoting.MINIMAL
    line_end: str = "\r\n"
    date_format: str = "roc"
    time_format: str = "%H:%M:%S"
    max_rows: int | None = None
    states: tuple[str, ...] = ("reviewed",)
    replacements: Mapping[str, str] = field(default_factory=dict)
    maps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        codecs.lookup(self.encoding)
        if self.date_format not in DATE_FORMATS:
            raise InvalidProfile(f"unknown date format {self.date_format}")
        if self.max_rows is not None and self.max_rows < 1:
            raise InvalidProfile("a file holds at least one row")
        if self.quoting == Quoting.NEVER and not NEEDS_REPLACING | {self.delimiter} <= set(self.replacements):
            raise InvalidProfile("without quotation marks the delimiter, quotes and line breaks must be replaced")
        for character, instead in self.replacements.items():
            if len(character) != 1 or set(instead) & set(self.replacements):
                raise InvalidProfile(f"cannot replace {character!r} by {instead!r}")
        for column in self.columns:
            if column.value_map and column.value_map not in self.maps:
                raise InvalidProfile(f"{column.header}: no map {column.value_map}")

    @property
    def opens_numbers(self) -> bool:
        """Whether the file holds whole national IDs, which only the vault opens."""
        return any(column.source == Source.NATIONAL_ID for column in self.columns)

    def to_data(self) -> dict[str, Any]:
        """The profile as plain JSON values."""
        return {**asdict(self), "states": list(self.states), "columns": [asdict(column) for column in self.columns]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Profile":
        """Read what `to_data` wrote, also after a trip through JSON. Raises InvalidProfile."""
        columns = tuple(Column(**{**column, "source": Source(column["source"])}) for column in data["columns"])
        kinds = {"reader": Reader(data["reader"]), "quoting": Quoting(data["quoting"])}
        return cls(**{**data, **kinds, "columns": columns, "states": tuple(data["states"])})
