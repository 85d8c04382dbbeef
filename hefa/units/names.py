"""The words of the agencies."""

from django.db.models import TextChoices

NO_UNIT_LABEL = "一般民眾（無服務單位）"
NO_UNIT_CODE = "none"
"""What a form sends for a person without a unit; stored as no unit at all."""


class Difference(TextChoices):
    """What a file of units does to one that stands."""

    ADDED = "added", "新增"
    CHANGED = "changed", "變更"
    ENDED = "ended", "裁撤"
    SUCCEEDED = "succeeded", "改由新機關承接"
