"""The words of the gates."""

from django.db.models import TextChoices


class Right(TextChoices):
    """What a station may do at its offering (掃描授權)."""

    SCAN = "scan", "掃描核發"
    SEARCH = "search", "查詢姓名"
    UNDO = "undo", "復原"
    HAND = "hand", "現場登錄"
    HOURS = "hours", "設定核發時數"


class StationProblem(TextChoices):
    """Why a phone is turned away, in the words it shows."""

    UNKNOWN = "UNKNOWN_STATION", "掃描授權無法辨識，請重新開啟掃描器"
    ENDED = "STATION_ENDED", "掃描授權已到期，請洽開課單位承辦人"
    NO_RIGHT = "NO_RIGHT", "這個掃描點沒有此項權限，請洽開課單位承辦人"
