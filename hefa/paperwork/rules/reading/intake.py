"""What an uploaded file must look like is data, as with the files that leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from hefa.base.search_text import fold
from hefa.paperwork.names import Meaning


@dataclass(frozen=True, slots=True)
class InColumn:
    """A column of a file: its header without `*`, what it means, other headers that people give it.

    `needed` columns must be there; whether a cell may stay empty is judged by its meaning. `example` is what the
    template shows, `help` and `format` what it says of it.
    """

    header: str
    meaning: Meaning = Meaning.NOTHING
    needed: bool = False
    aliases: tuple[str, ...] = ()
    help: str = ""
    format: str = ""
    example: str = ""


@dataclass(frozen=True)
class Intake:
    """A kind of file that can be uploaded. `hours_needed` False means: empty hours are those of the offering."""

    code: str
    label: str
    columns: tuple[InColumn, ...]
    hours_needed: bool = True
    unit_needed: bool = False

    @cached_property
    def place_of(self) -> Mapping[Meaning, int]:
        """Where each meaning stands in a line."""
        return {column.meaning: place for place, column in enumerate(self.columns) if column.meaning != Meaning.NOTHING}

    @cached_property
    def by_header(self) -> Mapping[str, int]:
        """The place of each header, its other names included, folded by `header_key`."""
        return {
            header_key(header): place
            for place, column in enumerate(self.columns)
            for header in (column.header, *column.aliases)
        }

    @cached_property
    def examples(self) -> tuple[str, ...]:
        return tuple(column.example for column in self.columns)


def header_key(header: str) -> str:
    """A header for comparing: half-width, without white space, stars and the words for 'required'."""
    return fold(header).replace("*", "").replace("(必填)", "").replace("(選填)", "")
