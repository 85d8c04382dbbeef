"""上傳救援檔: the file, and what became of its scans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from hefa.activities.models import Offering
from hefa.awards.names import Refusal, RescueProblem, Verdict
from hefa.awards.rules.answers import ScanAnswer
from hefa.base.roc import format_roc_datetime
from hefa.web.shell.forms import PageForm
from hefa.web.shell.rescue_file import MOST_MB, Opened, open_file

ALREADY = "已登錄"
AGAIN = "請再上傳一次"
LABELS = {
    Verdict.AWARDED: "核發",
    Verdict.REVIEW: "待確認",
    Verdict.REFUSED: "未核發",
    Verdict.UNDONE: "復原",
    Verdict.NOTED: "登記",
}


class RescueForm(PageForm):
    """A rescue file of a phone that scanned one of these offerings; `opened` is what was in it."""

    file = forms.FileField(
        label="救援檔",
        allow_empty_file=True,
        help_text="在手機掃描器的「離線準備」按「儲存救援檔」所得的檔案（.hefa）。",
        widget=forms.FileInput(attrs={"accept": ".hefa"}),
        error_messages={"required": "請選擇救援檔。", "invalid": "請選擇救援檔。", "missing": "請選擇救援檔。"},
    )

    def __init__(self, *args: object, offerings: QuerySet[Offering], at: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._offerings, self._at = offerings, at

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_MB * 1024 * 1024:
            raise forms.ValidationError(f"檔案太大，救援檔最多 {MOST_MB} MB。")
        opened = open_file(file.read(), at=self._at)
        if isinstance(opened, Opened) and not self._offerings.filter(public_id__in=opened.station.offerings).exists():
            opened = RescueProblem.ANOTHERS
        if isinstance(opened, RescueProblem):
            raise forms.ValidationError(f"{opened.label}。")
        self.opened = opened
        return file


@dataclass(frozen=True, slots=True)
class CarriedScan:
    """One scan of a file as its page shows it. `when` is the phone's time, put right by what it knew of its clock."""

    answer: ScanAnswer
    when: str

    @property
    def outcome(self) -> str:
        if self.answer.verdict is None:
            return AGAIN
        return ALREADY if self.answer.refusal == Refusal.ALREADY_AWARDED else LABELS[self.answer.verdict]

    @property
    def look(self) -> str:
        if self.answer.verdict == Verdict.AWARDED:
            return ""
        return "state-failed" if self.outcome == LABELS[Verdict.REFUSED] else "state-waiting"


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a file."""

    station: str
    rows: Sequence[CarriedScan]
    unreadable: int

    @property
    def counts(self) -> Sequence[tuple[str, int]]:
        outcomes = [row.outcome for row in self.rows]
        told = [LABELS[Verdict.AWARDED], ALREADY, LABELS[Verdict.REVIEW], LABELS[Verdict.REFUSED]]
        rarely = [label for label in (LABELS[Verdict.UNDONE], LABELS[Verdict.NOTED], AGAIN) if label in outcomes]
        return [(label, outcomes.count(label)) for label in (*told, *rarely)]

    @property
    def replayed(self) -> int:
        return sum(row.answer.replayed for row in self.rows)


def carried(opened: Opened, answers: Sequence[ScanAnswer]) -> Carried:
    """The answers beside the scans that they belong to, in the order of the file."""
    rescue = opened.rescue
    rows = [
        CarriedScan(answer, format_roc_datetime(item.t_dev - rescue.offset))
        for item, answer in zip(rescue.items, answers, strict=True)
    ]
    return Carried(opened.station.name, rows, rescue.unreadable)
