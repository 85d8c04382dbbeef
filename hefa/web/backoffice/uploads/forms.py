"""The forms of uploads: a file, and the statement that confirms it."""

from collections.abc import Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile

from hefa.organisers.models import Officer
from hefa.paperwork.names import UploadKind, UploadPurpose
from hefa.paperwork.rules.reading import MAX_ROWS, MAX_TEXT_MB, MAX_WORKBOOK_MB
from hefa.web.shell.forms import PageForm, looks_like_a_number

FOR_AN_OFFERING = (UploadKind.TEMPLATE, UploadKind.ISSUED_LIST)
HELP = {
    UploadKind.TEMPLATE: "時數上傳範本：以身分證統一編號登錄（XLSX、ODS、CSV 皆可）",
    UploadKind.ISSUED_LIST: "已核發時數學員名單：只有末四碼，限本活動報名或核發過的學員",
}
LARGEST = f"XLSX、ODS 最多 {MAX_WORKBOOK_MB} MB，CSV 最多 {MAX_TEXT_MB} MB，最多 {MAX_ROWS:,} 列。"


class FileForm(PageForm):
    """A file, read by `content`. An empty one is let through: whoever reads it has the sentence for it."""

    file = forms.FileField(
        label="檔案",
        allow_empty_file=True,
        help_text=LARGEST,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
        error_messages={"required": "請選擇檔案。", "invalid": "請選擇檔案。", "missing": "請選擇檔案。"},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_TEXT_MB * 1024 * 1024:
            raise forms.ValidationError(f"檔案太大。{LARGEST}")
        return file

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        file: UploadedFile = self.cleaned_data["file"]
        file.seek(0)
        content: bytes = file.read()
        return content

    @property
    def file_name(self) -> str:
        """The name that the list shows; one that holds a national ID is not kept."""
        name = str(self.cleaned_data["file"].name or "")
        return "（檔名含身分證字號，未保存）" if looks_like_a_number(name) else name


class OfferingFileForm(FileForm):
    """A file for one offering, and what it is."""

    kind = forms.ChoiceField(
        label="檔案種類",
        choices=[(kind.value, HELP[kind]) for kind in FOR_AN_OFFERING],
        initial=UploadKind.TEMPLATE.value,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇檔案種類。", "invalid_choice": "請選擇檔案種類。"},
    )
    field_order = ("kind", "file")


class BatchFileForm(FileForm):
    """A file whose rows name their offerings; who works for several organisers says for which."""

    organiser = forms.ChoiceField(label="開課單位", error_messages={"required": "請選擇開課單位。"})
    field_order = ("organiser", "file")

    def __init__(self, *args: object, offices: Sequence[Officer], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._offices = {str(office.organiser.public_id): office for office in offices}
        choice = self.fields["organiser"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - declared above
        choice.choices = [(key, office.organiser.name) for key, office in self._offices.items()]
        if len(self._offices) == 1:
            choice.widget = forms.HiddenInput()
            choice.initial = next(iter(self._offices))

    @property
    def office(self) -> Officer:
        """For whom the file is uploaded."""
        return self._offices[self.cleaned_data["organiser"]]


class ConfirmForm(PageForm):
    """What the hours rest on, and that somebody stands for it."""

    purpose = forms.ChoiceField(
        label="用途",
        choices=[("", "請選擇"), *UploadPurpose.choices],
        error_messages={"required": "請選擇用途。"},
    )
    purpose_note = forms.CharField(
        label="用途說明",
        required=False,
        max_length=200,
        help_text="用途選「其他」或逾期補登（次年 1 月 31 日以後）時請填寫，例如簽到表的存放處。",
        error_messages={"max_length": "用途說明最多 200 個字。"},
    )
    agreed = forms.BooleanField(
        label="名單已與簽到或其他佐證核對，內容正確",
        error_messages={"required": "請核對名單後勾選。"},
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("purpose") == UploadPurpose.OTHER and not str(cleaned.get("purpose_note", "")).strip():
            self.add_error("purpose_note", "請填寫用途說明。")
        return cleaned
