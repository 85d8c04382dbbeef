"""The forms of a page as a browser finds them: where they go, their fields, and what stands in these already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

CHOSEN = ("select", "radio", "checkbox", "submit")


@dataclass(frozen=True, slots=True)
class Field:
    """`values` are what may be chosen; of a text, what stands in it."""

    name: str
    kind: str
    values: tuple[str, ...]

    @property
    def is_chosen(self) -> bool:
        return self.kind in CHOSEN


@dataclass(slots=True)
class Form:
    """A form with the path that it is sent to."""

    path: str
    method: str
    is_multipart: bool
    told: list[Field] = field(default_factory=list)
    sent_to: list[str] = field(default_factory=list)
    """Where else its buttons send it."""

    def fields(self) -> list[Field]:
        """Each name once; buttons and options of one name are one choice."""
        merged: dict[tuple[str, str], Field] = {}
        for one in self.told:
            before = merged.get((one.name, one.kind))
            values = before.values + one.values if before is not None and one.is_chosen else one.values
            merged[(one.name, one.kind)] = Field(one.name, one.kind, values)
        return list(merged.values())


class _Reader(HTMLParser):
    def __init__(self, where: str) -> None:
        super().__init__()
        self.where = where
        self.forms: list[Form] = []
        self.named: dict[str, Form] = {}
        self.outside: list[tuple[str, Field]] = []
        self.open: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(
                self._path(told.get("action", "")),
                told.get("method", "get").upper(),
                "multipart" in told.get("enctype", ""),
            )
            self.forms.append(self.open)
            self.named[told.get("id", "")] = self.open
        elif tag == "option":
            self._add(told | {"name": self.select}, "select")
        elif tag == "select":
            self.select = told.get("name", "")
        elif tag == "textarea":
            self._add(told, "text")
        elif tag == "button":
            if self.open is not None and "formaction" in told:
                self.open.sent_to.append(self._path(told["formaction"]))
            self._add(told, told.get("type", "submit"))
        elif tag == "input":
            kind = told.get("type", "text")
            self._add(told, kind if kind in (*CHOSEN, "hidden", "file") else "text")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None

    def _path(self, address: str) -> str:
        return urlsplit(urljoin(self.where, address)).path

    def _add(self, told: Mapping[str, str], kind: str) -> None:
        one = Field(told.get("name", ""), kind, (told.get("value", "on" if kind == "checkbox" else ""),))
        if not one.name or one.name == "csrfmiddlewaretoken":
            return
        if "form" in told:
            self.outside.append((told["form"], one))
        elif self.open is not None:
            self.open.told.append(one)


def forms_of(page: str, where: str) -> Iterator[Form]:
    """The forms of the page at the address `where`."""
    reader = _Reader(where)
    reader.feed(page)
    for name, one in reader.outside:
        if name in reader.named:
            reader.named[name].told.append(one)
    for form in reader.forms:
        yield form
        yield from (replace(form, path=path) for path in dict.fromkeys(form.sent_to) if path != form.path)
