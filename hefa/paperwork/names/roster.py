"""The words of the roster 名冊 as a file."""

from django.db.models import TextChoices


class RosterFile(TextChoices):
    """How a roster is taken out; the value stands as 格式 in its record."""

    XLSX = "roster-xlsx", "名冊（Excel）"
    ODS = "roster-ods", "名冊（ODS）"
    CSV = "roster-csv", "名冊（CSV）"
    PDF = "roster-pdf", "簽到名冊（PDF）"


ROSTER_LABELS = {one.value: str(one.label) for one in RosterFile}
