"""The words of reminders 提醒."""

from django.db.models import TextChoices


class Occasion(TextChoices):
    """Why an organiser is reminded."""

    ACTIVITY = "activity", "活動結束滿一個月"
    ROSTER = "roster", "校正年度人員名冊"
    LAST_MONTH = "last_month", "年度時數最後一個月"
    DEADLINE = "deadline", "年度時數期限"
    LAST_DAY = "last_day", "年度時數期限當日"


class Unfinished(TextChoices):
    """What is still to be done for an activity a month after it."""

    NO_HOURS = "no_hours", "尚未登錄時數"
    REVIEWS = "reviews", "尚有待覆核的學員"
    NOT_EXPORTED = "not_exported", "尚有時數未匯出"
