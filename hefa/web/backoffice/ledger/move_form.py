"""移轉: which awards, where to, and why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet

from hefa.activities.models import Offering
from hefa.activities.queries import filter_offerings
from hefa.base.roc import TAIPEI, format_roc
from hefa.web.shell.forms import PageForm, clock_field
from hefa.web.shell.offering_filter import RocDateField
from hefa.web.shell.reason import ReasonField

MOST_OFFERED = 100
A_MINUTE = timedelta(minutes=1)


def write_picked(versions: Mapping[UUID, int]) -> str:
    """Awards on their way through the pages, each with the version that was on screen, as one hidden text."""
    return " ".join(f"{award}.{version}" for award, version in versions.items())


def read_picked(text: str) -> dict[UUID, int]:
    """Read what `write_picked` wrote. Raises ValueError for what no page has written."""
    pairs = (one.rpartition(".") for one in text.split())
    return {UUID(award): int(version) for award, _, version in pairs}


class TargetForm(PageForm):
    """移轉到: another offering of the same organiser, looked for by name or code when it is not in the choice."""

    look_for = forms.CharField(
        label="找不到時，輸入活動名稱",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    target = forms.ChoiceField(
        label="移轉到",
        error_messages={"required": "請選擇要移轉到的活動期別。", "invalid_choice": "請重新選擇要移轉到的活動期別。"},
    )

    def __init__(self, *args: Any, offered: QuerySet[Offering], near: Offering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        look_for = str(self["look_for"].value() or "")[:100]
        found = _nearest(filter_offerings(offered, name=look_for) if look_for.strip() else offered, near)
        chosen = str(self["target"].value() or "")
        self.found = {str(one.public_id): one for one in found}
        if chosen and chosen not in self.found:
            self.found |= {str(one.public_id): one for one in _named(offered, chosen)}
        cast(forms.ChoiceField, self.fields["target"]).choices = [("", "請選擇"), *_grouped(self.found, near)]

    @property
    def chosen(self) -> Offering:
        """The offering that was chosen; asked of a valid form alone."""
        return self.found[self.cleaned_data["target"]]


class BetweenForm(PageForm):
    """掃描時間 from and to, both minutes included."""

    since_on = RocDateField(label="掃描時間：從")
    since_time = clock_field("時間")
    until_on = RocDateField(label="掃描時間：到")
    until_time = clock_field("時間（到）")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = _at(cleaned, "since"), _at(cleaned, "until")
        cleaned["since"], cleaned["until"] = since, until + A_MINUTE if until else None
        if since and until and until < since:
            self.add_error("until_time", "結束時間須晚於開始時間。")
        return cleaned

    @staticmethod
    def words(span: tuple[datetime, datetime] | None) -> dict[str, str]:
        """The form filled with the first and the last scan of an offering."""
        if span is None:
            return {}
        first, last = (at.astimezone(TAIPEI) for at in span)
        return {
            "since_on": format_roc(first.date()),
            "since_time": f"{first:%H:%M}",
            "until_on": format_roc(last.date()),
            "until_time": f"{last:%H:%M}",
        }


class MovingForm(PageForm):
    """Which hours the awards have afterwards, and why they move."""

    hours = forms.ChoiceField(
        label="移轉後的時數", widget=forms.RadioSelect, error_messages={"required": "請選擇移轉後的時數。"}
    )
    reason = ReasonField("移轉原因")

    def __init__(self, *args: Any, target: Offering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["hours"]).choices = [
            ("target", f"依移轉後期別的時數（{target.hours.label}）"),
            ("kept", "各自保留原來的時數"),
        ]
        self.fields["hours"].initial = "target"


def _at(cleaned: Mapping[str, Any], end: str) -> datetime | None:
    day, hour = cleaned.get(f"{end}_on"), cleaned.get(f"{end}_time")
    return datetime.combine(day, hour, tzinfo=TAIPEI) if isinstance(day, date) and isinstance(hour, time) else None


def _nearest(offered: QuerySet[Offering], near: Offering) -> list[Offering]:
    """The same activity's first, then those held closest in time: at most 100 are offered."""
    same = list(offered.filter(activity=near.activity).order_by("number", "pk")[:MOST_OFFERED])
    others = offered.exclude(activity=near.activity)
    before = others.filter(starts_at__lte=near.starts_at).order_by("-starts_at", "-pk")[:MOST_OFFERED]
    after = others.filter(starts_at__gt=near.starts_at).order_by("starts_at", "pk")[:MOST_OFFERED]
    closest = sorted((*before, *after), key=lambda one: (abs(one.starts_at - near.starts_at), one.pk))
    return [*same, *closest][:MOST_OFFERED]


def _named(offered: QuerySet[Offering], public_id: str) -> Iterable[Offering]:
    try:
        return offered.filter(Q(public_id=UUID(public_id)))
    except ValueError:
        return ()


def _grouped(found: Mapping[str, Offering], near: Offering) -> list[tuple[str, list[tuple[str, str]]]]:
    same = [one for one in found.values() if one.activity_id == near.activity_id]
    others = [one for one in found.values() if one.activity_id != near.activity_id]
    groups = (("同一活動的其他期別", same), ("其他活動", others))
    return [(label, [(str(one.public_id), words_of(one)) for one in group]) for label, group in groups if group]


def words_of(offering: Offering) -> str:
    """An offering as a choice names it: 測試活動001 第 1 期（109-03-24，活動代碼 Test01）."""
    day = format_roc(offering.starts_at.astimezone(TAIPEI).date())
    return f"{offering.activity.name} 第 {offering.number} 期（{day}，活動代碼 {offering.activity.code}）"


def short_words(offerings: Sequence[Offering]) -> str:
    """Offerings in a sentence: 「測試活動001」第 2 期."""
    return "、".join(f"「{one.activity.name}」第 {one.number} 期" for one in offerings)
