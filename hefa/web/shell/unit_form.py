"""服務單位代碼 with 查詢代碼: choose 一般民眾, a unit used before, one that was looked up, or type a code.

Looking up sends the same form by POST and draws it again, so it works without JavaScript, keeps what was typed, and
puts nothing personal into an address.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from hefa.units.models import Unit
from hefa.units.names import NO_UNIT_CODE
from hefa.units.queries import UnitChoice, search_units, standing_successor, unit_by_code, unit_of_any_time
from hefa.web.shell.forms import PageForm, looks_like_a_number
from hefa.web.shell.language import Language
from hefa.web.shell.person_words import person_words

FOUND_AT_MOST = 20
LONGEST_SEARCH = 100


def searchable(text: str) -> str:
    """A search as it may go to the database: trimmed, without NUL, no longer than any name."""
    return text.replace("\x00", "").strip()[:LONGEST_SEARCH]


@dataclass(frozen=True, slots=True)
class Found:
    """What 查詢代碼 brought for a text."""

    text: str
    choices: Sequence[UnitChoice]

    @property
    def is_cut(self) -> bool:
        return len(self.choices) >= FOUND_AT_MOST


@dataclass(frozen=True, slots=True)
class UnitOption:
    """One line of the unit choice."""

    value: str
    name: str
    note: str
    is_chosen: bool


class UnitForm(PageForm):
    """A form with a unit in it; `look_up` (a text) or `below` (a parent's code) in the data asks for units."""

    NEVER_REFILLED: ClassVar[frozenset[str]] = frozenset()

    asked_anyway: ClassVar[frozenset[str]] = frozenset({"unit_choice", "unit_code"})

    unit_choice = forms.CharField(max_length=20, required=False)
    unit_code = forms.CharField(max_length=200, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        language: Language,
        on: date,
        last_units: Sequence[Unit] = (),
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.words = person_words(language)
        self.optional_word = self.words["optional"]
        self.on = on
        self.last_units = last_units
        self.found: Found | None = None
        self.ended_words = ""
        self.is_looking_up = data is not None and ("look_up" in data or "below" in data)
        if data is not None and self.is_looking_up:
            initial = {key: data[key] for key in data if key not in self.NEVER_REFILLED | {"unit_code"}}
        super().__init__(None if self.is_looking_up else data, initial=initial)
        self.label_field("unit_code", "unit", "unit_help")
        self.fields["unit_code"].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})
        if data is not None and self.is_looking_up:
            self.look_up(data.get("unit_code", ""), below=data.get("below", ""))

    def label_field(self, name: str, label: str, help_text: str) -> None:
        """Give a field its words in the page's language."""
        self.fields[name].label = self.words[label]
        self.fields[name].help_text = self.words[help_text]

    def look_up(self, text: str, *, below: str = "") -> None:
        """Find units by name or code, or those below one, for the page to offer."""
        text, below = searchable(text), searchable(below)
        if below:
            choices = search_units("", on=self.on, limit=FOUND_AT_MOST, parent_code=below)
        else:
            choices = search_units(text, on=self.on, limit=FOUND_AT_MOST) if text else []
            choices = [*self._heir_of(text), *choices]
        looked_for = below or text
        self.found = Found("******" if looks_like_a_number(looked_for) else looked_for, choices)

    def _heir_of(self, code: str) -> list[UnitChoice]:
        """Who goes on for an abolished unit with this code; `ended_words` then tell it."""
        ended = unit_of_any_time(code) if code else None
        if ended is None or ended.stands_on(self.on):
            return []
        heir = standing_successor(ended, on=self.on)
        if heir is None:
            self.ended_words = self.words["unit_ended_alone"].format(old=ended.name)
            return []
        self.ended_words = self.words["unit_ended"].format(old=ended.name, new=heir.name)
        return [UnitChoice(heir.code, heir.name, heir.parent.name if heir.parent else "")]

    @property
    def found_words(self) -> str:
        """The line above what was found."""
        if self.found is None:
            return ""
        if self.ended_words:
            return self.ended_words
        key = "found_title" if self.found.choices else "found_none"
        return self.words[key].format(text=self.found.text)

    @property
    def found_more(self) -> str:
        """The hint that there are more units than are shown; empty when there are not."""
        is_cut = self.found is not None and self.found.is_cut
        return self.words["found_more"].format(limit=FOUND_AT_MOST) if is_cut else ""

    @property
    def unit_options(self) -> list[UnitOption]:
        """一般民眾（無服務單位） first, then the units used last, then a unit chosen from an earlier look-up."""
        return list(self._options())

    @property
    def found_options(self) -> list[UnitOption]:
        """What the look-up found and the choice does not offer yet."""
        offered = {option.value for option in self.unit_options}
        choices = self.found.choices if self.found is not None else []
        return [
            UnitOption(choice.code, choice.name, " ".join(filter(None, (choice.code, choice.parent_name))), False)
            for choice in choices
            if choice.code not in offered
        ]

    def clean(self) -> dict[str, Any]:
        """Put the chosen Unit, or None for people without one, under `unit`."""
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("unit_choice", "").strip()
        typed = cleaned.get("unit_code", "").strip()
        cleaned["unit"] = None
        if chosen and typed and self._names_another(typed, chosen):
            self.add_error("unit_code", self.words["unit_two"])
        elif not chosen and not typed:
            self.add_error("unit_code", self.words["unit_missing"])
        elif (chosen or typed) != NO_UNIT_CODE:
            cleaned["unit"] = unit_by_code(chosen or typed, on=self.on)
            if cleaned["unit"] is None:
                self.look_up(chosen or typed)
                self.add_error("unit_code", self.ended_words or self.words["unit_unknown"])
        return cleaned

    def _names_another(self, typed: str, chosen: str) -> bool:
        """Whether the typed text is the code of another unit, and not just what was looked up before choosing."""
        unit = unit_by_code(typed, on=self.on)
        return unit is not None and unit.code != chosen

    def _options(self) -> Iterator[UnitOption]:
        chosen = searchable(str(self["unit_choice"].value() or ""))
        yield UnitOption(NO_UNIT_CODE, self.words["no_unit"], "", chosen == NO_UNIT_CODE)
        offered = {NO_UNIT_CODE}
        for unit in self.last_units:
            if unit.code not in offered:
                offered.add(unit.code)
                note = f"{unit.code} {self.words['last_used']}"
                yield UnitOption(unit.code, unit.name, note, chosen == unit.code)
        other = unit_by_code(chosen, on=self.on) if chosen and chosen not in offered else None
        if other is not None:
            yield UnitOption(other.code, other.name, other.code, True)
