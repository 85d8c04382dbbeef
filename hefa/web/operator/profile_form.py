"""The form of an export profile: its settings, and one line a column. Texts stand for what JSON would nest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from hefa.paperwork.names import Portal, Quoting, Source
from hefa.paperwork.rules import (
    DATE_FORMATS,
    LINE_ENDS,
    MOST_COLUMNS,
    TIME_FORMATS,
    Column,
    Contradiction,
    Dialect,
    InvalidProfile,
    Profile,
)
from hefa.web.shell.forms import PageForm

ARROW = "→"
SPOKEN = {"\n": "換行", "\r": "歸位", "\t": "定位", " ": "空白"}
UNSPOKEN = {word: character for character, word in SPOKEN.items()}
NEW_COLUMNS = 3
PREVIEW = "preview"
"""What the button says that only shows the first lines: it asks for no reason."""
Maps = dict[str, dict[str, str]]


def _required(what: str) -> dict[str, str]:
    return {"required": f"請輸入{what}。"}


class NoteForm(PageForm):
    """Why a profile is changed or switched, kept in its history. `seen` is the version that was on screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label="說明", max_length=200, error_messages={"required": "請說明這次的修改。"})


class CloneForm(PageForm):
    """The code and the name of a copy."""

    code = forms.RegexField(
        label="格式代碼",
        regex=r"^[a-z][a-z0-9-]{1,39}$",
        help_text="小寫英文字母、數字與「-」，之後不能修改；會用在檔名。",
        error_messages={
            "required": "請輸入格式代碼。",
            "invalid": "格式代碼請用小寫英文字母開頭，只含小寫英文字母、數字與「-」，2 至 40 個字。",
        },
    )
    label = forms.CharField(label="格式名稱", max_length=60, error_messages=_required("格式名稱"))
    note = forms.CharField(label="說明", max_length=200, error_messages={"required": "請說明複製的原因。"})


class SettingsForm(PageForm):
    """Everything of a profile but its columns."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    label = forms.CharField(label="格式名稱", max_length=60, error_messages=_required("格式名稱"))
    portal = forms.ChoiceField(label="收件系統", required=False, choices=[("", "無（名單）"), *Portal.choices])
    encoding = forms.ChoiceField(label="編碼", choices=[("cp950", "Big5（cp950）"), ("utf-8", "UTF-8")])
    bom = forms.BooleanField(label="檔案開頭加 BOM（UTF-8 以 Excel 開啟時需要）", required=False)
    header = forms.BooleanField(label="第一列為欄位名稱", required=False)
    delimiter = forms.ChoiceField(label="分隔字元", choices=[(",", "逗號"), (";", "分號"), ("tab", "定位（Tab）")])
    quoting = forms.ChoiceField(
        label="引號",
        choices=[(Quoting.NEVER.value, "一律不加（以取代字元代替）"), (Quoting.MINIMAL.value, "需要時加")],
    )
    line_end = forms.ChoiceField(label="換行")
    date_format = forms.ChoiceField(label="日期格式", choices=list(DATE_FORMATS.items()))
    time_format = forms.ChoiceField(label="時間格式", choices=list(TIME_FORMATS.items()))
    max_rows = forms.IntegerField(
        label="每個檔案最多列數",
        required=False,
        max_value=1_000_000,
        help_text="空白表示不分檔。",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "請輸入數字。", "max_value": "最多 1000000 列。"},
    )
    file_name = forms.CharField(
        label="檔名",
        max_length=80,
        help_text="可用 {profile}、{roc_year}、{code}、{number}，不含副檔名。",
        error_messages=_required("檔名"),
    )
    replacements = forms.CharField(
        label="取代字元",
        required=False,
        max_length=1000,
        help_text="一行一個，例如「, → ，」；可寫 換行、歸位、定位、空白。右邊空白表示刪除。",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    maps = forms.CharField(
        label="對照",
        required=False,
        max_length=4000,
        help_text="一行一個，例如「learning_kind.digital → 1」；有多種寫法時，前面加「寫法:」，"
        "例如「words:learning_kind.digital → 數位」。",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    dialect = forms.ChoiceField(label="預設的值的寫法", required=False)
    split = forms.BooleanField(label="活動分列子題時，每位學員一個子題一列", required=False)
    no_unit_code = forms.CharField(label="無服務單位者的機關代碼", required=False, max_length=20)
    when_corrected = forms.CharField(
        label="匯出後時數修改時的處理方式", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    when_withdrawn = forms.CharField(
        label="匯出後刪除、移轉或不通過時的處理方式",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(label="說明", max_length=200, error_messages={"required": "請說明這次的修改。"})

    def __init__(self, *args: Any, held: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        self._offer("line_end", [(_named(end), label) for end, label in LINE_ENDS.items()])
        self._offer("dialect", [(name, one.label) for name, one in held.dialects.items()] or [("", "只有一種")])

    def clean_replacements(self) -> dict[str, str]:
        return {_character(left): _character(right) for left, right in self._pairs("replacements")}

    def clean_maps(self) -> tuple[Maps, dict[str, Maps]]:
        """The maps of the profile, and those of its dialects by their name."""
        maps: Maps = {}
        dialects: dict[str, Maps] = {name: {} for name in self.held.dialects}
        for left, right in self._pairs("maps"):
            spoken, _, path = left.rpartition(":")
            name, dot, value = path.partition(".")
            if not dot or (spoken and spoken not in dialects):
                raise forms.ValidationError(f"「{left}」不是「對照.值」的寫法。")
            target = dialects[spoken] if spoken else maps
            target.setdefault(name, {})[value] = right
        return maps, dialects

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # they are ChoiceFields

    def _pairs(self, name: str) -> list[tuple[str, str]]:
        pairs = []
        for line in self.cleaned_data[name].splitlines():
            if not line.strip():
                continue
            left, arrow, right = (part.strip() for part in line.partition(ARROW))
            if not arrow or not left:
                raise forms.ValidationError(f"「{line.strip()}」不是「左 {ARROW} 右」的寫法。")
            pairs.append((left, right))
        return pairs


class ColumnForm(PageForm):
    """One column of the file."""

    optional_word = ""

    position = forms.IntegerField(
        label="順序",
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
        error_messages={"invalid": "請輸入數字。", "min_value": "由 1 起。", "max_value": "數字太大。"},
    )
    header = forms.CharField(label="欄位名稱", required=False, max_length=60, strip=True)
    source = forms.ChoiceField(label="內容", choices=Source.choices, required=False)
    required = forms.BooleanField(label="必填", required=False)
    value_map = forms.CharField(label="對照", required=False, max_length=40)
    fixed = forms.CharField(label="固定文字", required=False, max_length=60)

    def column(self) -> Column:
        """The column as it was typed."""
        told = self.cleaned_data
        return Column(
            told["header"],
            Source(told["source"] or Source.BLANK),
            told["required"],
            told["value_map"],
            told["fixed"] if told["source"] == Source.FIXED else "",
        )


ColumnForms = formset_factory(ColumnForm, extra=NEW_COLUMNS, max_num=MOST_COLUMNS, validate_max=True)


class ProfileForms:
    """The settings and the columns of a profile together, as drawn or as sent back."""

    def __init__(self, held: Profile, *, seen: int, sent: QueryDict | None = None) -> None:
        self.held = held
        self.settings = SettingsForm(sent, initial={"seen": seen, **_settings(held)}, held=held)
        if sent is not None and sent.get("do") == PREVIEW:
            self.settings.fields["note"].required = False
        self.columns: BaseFormSet[ColumnForm] = ColumnForms(sent, initial=_columns(held), prefix="column")

    def profile(self) -> Profile | None:
        """The profile as it was typed; None when something does not fit, told beside its field."""
        if not all([self.settings.is_valid(), self.columns.is_valid()]):
            return None
        typed = [form for form in self.columns if form.cleaned_data.get("header")]
        typed.sort(key=lambda form: form.cleaned_data.get("position") or MOST_COLUMNS * 10)
        try:
            return _typed(self.held, self.settings.cleaned_data, [form.column() for form in typed])
        except InvalidProfile as refused:
            for one in refused.contradictions:
                self._tell(one, typed)
            return None

    def _tell(self, one: Contradiction, typed: Sequence[ColumnForm]) -> None:
        if one.column is not None:
            typed[one.column].add_error(one.field, one.sentence)
        else:
            self.settings.add_error(one.field if one.field in self.settings.fields else None, one.sentence)


def _typed(held: Profile, told: Mapping[str, Any], columns: Sequence[Column]) -> Profile:
    maps, dialects = told["maps"]
    return replace(
        held,
        columns=tuple(columns),
        maps=maps,
        dialects={name: Dialect(one.label, dialects[name]) for name, one in held.dialects.items()},
        replacements=told["replacements"],
        quoting=Quoting(told["quoting"]),
        delimiter="\t" if told["delimiter"] == "tab" else told["delimiter"],
        line_end={_named(end): end for end in LINE_ENDS}[told["line_end"]],
        **{name: told[name] for name in _AS_THEY_ARE},
    )


_AS_THEY_ARE = (
    "label", "portal", "encoding", "bom", "header", "date_format", "time_format", "max_rows", "file_name", "dialect",
    "split", "no_unit_code", "when_corrected", "when_withdrawn",
)  # fmt: skip


def _settings(held: Profile) -> dict[str, Any]:
    lines = [
        *(f"{name}.{value} {ARROW} {told}" for name, one in held.maps.items() for value, told in one.items()),
        *(
            f"{spoken}:{name}.{value} {ARROW} {told}"
            for spoken, dialect in held.dialects.items()
            for name, one in dialect.maps.items()
            for value, told in one.items()
        ),
    ]
    return {
        **{name: getattr(held, name) for name in _AS_THEY_ARE},
        "quoting": held.quoting.value,
        "delimiter": "tab" if held.delimiter == "\t" else held.delimiter,
        "line_end": _named(held.line_end),
        "replacements": "\n".join(
            f"{SPOKEN.get(left, left)} {ARROW} {SPOKEN.get(right, right)}".rstrip()
            for left, right in held.replacements.items()
        ),
        "maps": "\n".join(lines),
    }


def _columns(held: Profile) -> list[dict[str, Any]]:
    return [
        {
            "position": number,
            "header": one.header,
            "source": one.source,
            "required": one.required,
            "value_map": one.value_map,
            "fixed": one.fixed,
        }
        for number, one in enumerate(held.columns, start=1)
    ]


def _named(line_end: str) -> str:
    """A line end as a form can send it."""
    return {"\r\n": "crlf", "\n": "lf", "\r": "cr"}[line_end]


def _character(word: str) -> str:
    return UNSPOKEN.get(word, word)
