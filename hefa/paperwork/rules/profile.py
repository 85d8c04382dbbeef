"""An export profile is data: it can be written as JSON and read back, and so be stored, copied and edited."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any

from hefa.paperwork.names import FileKind, Portal, Quoting, Reader, Source
from hefa.paperwork.rules.soundness import Contradiction, contradictions


class InvalidProfile(ValueError):
    """The profile contradicts itself; `contradictions` says how, each beside its field."""

    def __init__(self, contradictions: Sequence[Contradiction]) -> None:
        super().__init__("；".join(one.sentence for one in contradictions))
        self.contradictions = tuple(contradictions)


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
class Dialect:
    """值的寫法: how a portal spells the values of some maps, where more than one way is in use."""

    label: str
    maps: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that a receiving portal is particular about.

    `line_end` also ends the last line. `max_rows` counts rows below the header; a longer list is split. `file_name`
    knows `{profile} {roc_year} {code} {number}` and never a person. `states` are the award states that may stand in
    the file. `replacements` map single characters of texts to what is written in their place. `dialect` chooses one of
    `dialects`, whose maps stand beside `maps`. With `split` an offering that has lines of its own per category is
    written line by line. `no_unit_code` stands for the unit of people without one. `portal` is where the file goes;
    the `when_…` sentences say what to do there once an award of the file was corrected or taken back.
    Raises InvalidProfile.
    """

    code: str
    version: int
    label: str
    reader: Reader
    encoding: str
    columns: tuple[Column, ...]
    file_name: str
    kind: FileKind = FileKind.CSV
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
    dialects: Mapping[str, Dialect] = field(default_factory=dict)
    dialect: str = ""
    split: bool = False
    no_unit_code: str = ""
    portal: str = ""
    when_corrected: str = ""
    when_withdrawn: str = ""

    def __post_init__(self) -> None:
        if found := contradictions(self):
            raise InvalidProfile(found)

    @property
    def opens_numbers(self) -> bool:
        """Whether the file holds whole national IDs, which only the vault opens."""
        return self.fills(Source.NATIONAL_ID)

    @property
    def map_of(self) -> Mapping[str, Mapping[str, str]]:
        """The maps in force: those of the profile and those of its dialect."""
        chosen = self.dialects[self.dialect].maps if self.dialect else {}
        return MappingProxyType({**self.maps, **chosen})

    def fills(self, source: Source) -> bool:
        """Whether a column is filled from this source."""
        return any(column.source == source for column in self.columns)

    def spoken(self, dialect: str) -> "Profile":
        """The same profile in another of its dialects; unchanged when it has none of that name."""
        return replace(self, dialect=dialect) if dialect in self.dialects else self

    def to_data(self) -> dict[str, Any]:
        """The profile as plain JSON values."""
        return {**asdict(self), "states": list(self.states), "columns": [asdict(column) for column in self.columns]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Profile":
        """Read what `to_data` wrote, also after a trip through JSON. Raises InvalidProfile."""
        columns = tuple(Column(**{**column, "source": Source(column["source"])}) for column in data["columns"])
        kinds = {
            "reader": Reader(data["reader"]),
            "quoting": Quoting(data["quoting"]),
            "kind": FileKind(data.get("kind", FileKind.CSV)),
            "portal": Portal(data["portal"]).value if data.get("portal") else "",
            "dialects": {name: Dialect(**one) for name, one in data.get("dialects", {}).items()},
        }
        return cls(**{**data, **kinds, "columns": columns, "states": tuple(data["states"])})
