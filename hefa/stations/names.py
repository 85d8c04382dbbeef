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
    PIN_NEEDED = "PIN_NEEDED", "手機閒置一段時間，請再輸入 PIN 碼"
    NO_RIGHT = "NO_RIGHT", "這個掃描點沒有此項權限，請洽開課單位承辦人"


class PinProblem(TextChoices):
    """Why a phone that must show its PIN again goes on waiting, in the words it shows."""

    WRONG_PIN = "WRONG_PIN", "PIN 碼不正確，請向承辦人確認"
    TRIED_OUT = "PIN_TRIED_OUT", "PIN 碼錯誤五次，這支手機已停用。已掃描的資料仍會上傳，請承辦人重新顯示授權條碼。"


class RedeemProblem(TextChoices):
    """Why a helper's phone gets no station, in the words it shows."""

    TICKET_ENDED = "TICKET_ENDED", "授權條碼已過期或已使用，請承辦人重新顯示後再掃描一次"
    WRONG_PIN = "WRONG_PIN", "PIN 碼不正確，請向承辦人確認"
    PASS_ENDED = "PASS_ENDED", "掃描授權已到期，請洽開課單位承辦人"
    CANCELLED = "CANCELLED", "這個期別已取消，請洽開課單位承辦人"
    NOT_YET = "NOT_YET", "掃描授權尚未開始，請於開始時間後再掃描一次"
    DEVICES_FULL = "DEVICES_FULL", "這個掃描授權的手機數已滿，請洽開課單位承辦人"
