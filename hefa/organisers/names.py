"""The words of the organisers."""

from django.db.models import TextChoices


class Duty(TextChoices):
    """What an officer may do for the organiser."""

    SCAN = "scan", "掃描核發"
    RECORD = "record", "登錄時數"
    EXPORT = "export", "匯出名單"
    MANAGE = "manage", "維護活動"
    READ = "read", "檢視"
    AUDIT = "audit", "查核"


OWN_DUTIES = (Duty.SCAN, Duty.RECORD, Duty.EXPORT, Duty.MANAGE, Duty.READ)
"""All that an officer may be given at the organiser itself; 查核 looks at others, under the same 主管機關."""


class Decision(TextChoices):
    """What became of somebody's request to be an officer."""

    APPROVED = "approved", "核准"
    DECLINED = "declined", "不核准"
    WITHDRAWN = "withdrawn", "已撤回"


class Charge(TextChoices):
    """What an officer is in charge of and can hand over 職務移交."""

    ACTIVITIES = "activities", "活動與聯絡窗口"
    REVIEWS = "reviews", "待確認掃描"
    UPLOADS = "uploads", "上傳的檔案"
    STATIONS = "stations", "掃描點"


class Column(TextChoices):
    """Where an announcement stands on the home page."""

    NEWS = "news", "最新消息"
    FILM = "film", "新上架影片"
    LINK = "link", "相關連結"
