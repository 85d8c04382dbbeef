"""The words of the heart: verdicts, refusals, reasons to ask an officer, flags, states."""

from django.db.models import TextChoices


class Verdict(TextChoices):
    """What became of a scan. Each scan has exactly one, and it never changes."""

    AWARDED = "AWARDED", "完成核發時數"
    REFUSED = "REFUSED", "無法核發時數"
    REVIEW = "REVIEW", "已記錄，待承辦人確認"
    UNDONE = "UNDONE", "已復原"
    NOTED = "NOTED", "已登記簽到退"


class Refusal(TextChoices):
    """Why a scan earned nothing. The label is the sentence that learner and helper read."""

    STATION_ENDED = "STATION_ENDED", "掃描授權已到期，請洽開課單位承辦人"
    NO_RIGHT = "NO_RIGHT", "這個掃描點沒有此項權限，請洽開課單位承辦人"
    UNKNOWN_OFFERING = "UNKNOWN_OFFERING", "這個掃描點不能掃描此活動"
    SCAN_ID_REUSED = "SCAN_ID_REUSED", "掃描紀錄編號重複，請重新掃描"
    WRONG_TYPED_CODE = "WRONG_TYPED_CODE", "數字不正確或已逾 5 分鐘，請學員重新取得 8 位數字"
    UNKNOWN_CODE = "UNKNOWN_CODE", "非環境教育個人條碼，無法核發時數"
    VOIDED_CODE = "VOIDED_CODE", "QRCode 已失效，請重新產生 QRCode"
    EXPIRED_CODE = "EXPIRED_CODE", "QRCode 已失效，請重新產生 QRCode"
    ALREADY_AWARDED = "ALREADY_AWARDED", "已登錄時數"
    WRONG_POLICY = "WRONG_POLICY", "本活動須出示會更新的個人條碼，請學員在手機上重新開啟個人條碼"
    STALE_LIVE_CODE = "STALE_LIVE_CODE", "條碼畫面已過期，請重新開啟個人條碼"
    LECTURER_EXCLUDED = "LECTURER_EXCLUDED", "本期講師不核發學習時數，請洽開課單位承辦人"
    NOTHING_TO_UNDO = "NOTHING_TO_UNDO", "沒有可復原的核發紀錄"


REFUSAL_IN_ENGLISH = {
    Refusal.STATION_ENDED: "This scanning point has ended. Please ask the organiser.",
    Refusal.NO_RIGHT: "This scanning point may not do that. Please ask the organiser.",
    Refusal.UNKNOWN_OFFERING: "This scanning point may not scan this activity.",
    Refusal.SCAN_ID_REUSED: "The scan number was used before. Please scan again.",
    Refusal.WRONG_TYPED_CODE: "The digits are wrong or older than 5 minutes. Please get eight new digits.",
    Refusal.UNKNOWN_CODE: "This is not an environmental education personal code.",
    Refusal.VOIDED_CODE: "The QR code is no longer valid. Please make a new one.",
    Refusal.EXPIRED_CODE: "The QR code is no longer valid. Please make a new one.",
    Refusal.ALREADY_AWARDED: "Hours already recorded.",
    Refusal.WRONG_POLICY: "This activity needs the self-renewing code. Please open your personal code on the phone.",
    Refusal.STALE_LIVE_CODE: "The code on screen is out of date. Please open your personal code again.",
    Refusal.LECTURER_EXCLUDED: "Lecturers of this activity are not awarded hours for it. Please ask the organiser.",
    Refusal.NOTHING_TO_UNDO: "There is no award to undo.",
}


class RescueProblem(TextChoices):
    """Why nothing of a rescue file 救援檔 can be taken."""

    BROKEN = "broken", "這不是本網站的救援檔，或檔案已損壞。請在手機上重新儲存救援檔"
    UNKNOWN_KEY = "unknown_key", "本網站已沒有這個救援檔的金鑰，請洽系統管理者"
    UNKNOWN_STATION = "unknown_station", "救援檔的掃描授權無法辨識，請洽系統管理者"
    ANOTHERS = "anothers", "這個救援檔不是您的開課單位的掃描，請交由原開課單位上傳"


class ReviewReason(TextChoices):
    """Why an officer has to look before a scan becomes hours."""

    OUTSIDE_WINDOW = "OUTSIDE_WINDOW", "不在活動掃描時間內"
    SLOT_DRIFT = "SLOT_DRIFT", "條碼時間與掃描時間不一致"
    HOURS_CHANGED = "HOURS_CHANGED", "掃描後活動時數已變更"
    REVOKED_BEFORE = "REVOKED_BEFORE", "先前的時數已刪除或不通過"
    VOID_UNCERTAIN = "VOID_UNCERTAIN", "掃描前後條碼已掛失"
    SAME_SLOT_TWICE = "SAME_SLOT_TWICE", "同一條碼畫面於另一活動使用"
    GATE_REFUSED = "GATE_REFUSED", "現場未予核發"
    LECTURER_SCANNED = "LECTURER_SCANNED", "本期講師"
    OFFERING_CANCELLED = "OFFERING_CANCELLED", "期別已取消"
    OPEN_END = "OPEN_END", "簽到退不完整"
    QUARANTINED = "QUARANTINED", "系統無法判讀"


class Flag(TextChoices):
    """What an officer may want to know about an award that stands."""

    STATIC_CODE = "STATIC_CODE", "靜態條碼"
    SCREENSHOT = "SCREENSHOT", "擷圖"
    NAME_DIFFERS = "NAME_DIFFERS", "姓名不符"
    OVERLAP = "OVERLAP", "活動時間重疊"
    NEAR_VOID = "NEAR_VOID", "作廢前後掃描"
    LATE_UPLOAD = "LATE_UPLOAD", "掃描授權到期後上傳"
    LATE_ENTRY = "LATE_ENTRY", "逾期補登"
    LECTURER = "LECTURER", "本期講師"


class LecturerRule(TextChoices):
    """What a scan of a lecturer of the very offering earns: a setting of the site (HEFA_LECTURER_SCANS)."""

    AWARD = "award", "核發並註記"
    REVIEW = "review", "由承辦人確認"
    REFUSE = "refuse", "不核發"


class ScanKind(TextChoices):
    """What a helper did."""

    AWARD = "award", "核發"
    IN = "in", "簽到"
    OUT = "out", "簽退"
    UNDO = "undo", "復原"


class ScanSource(TextChoices):
    """How the code reached the phone."""

    CAMERA = "camera", "鏡頭掃描"
    WEDGE = "wedge", "掃描槍"
    PICTURE = "picture", "條碼圖片"
    TYPED = "typed", "輸入數字"
    HAND = "hand", "查詢姓名"


class ClockQuality(TextChoices):
    """How far the time of a scan can be trusted (scan protocol, part 5)."""

    NOW = "now", "即時"
    GOOD = "good", "準確"
    LOW = "low", "不確定"


class AwardSource(TextChoices):
    """Where an award came from."""

    SCAN = "scan", "掃描"
    HAND = "hand", "人工登錄"
    UPLOAD = "upload", "檔案上傳"


class Assurance(TextChoices):
    """How sure it is that the learner was there."""

    WALK_IN = "walk_in", "免註冊條碼"
    ACCOUNT = "account", "個人帳號條碼"
    CARD = "card", "開課單位製發條碼卡"
    HAND = "hand", "承辦人認定"
    UPLOAD = "upload", "檔案上傳"


class AwardState(TextChoices):
    """狀態 of an award. A scan is its own review (manual, step 7), unless the name differs.

    WAITING are hand rows that ask a second officer; like NAME_DIFFERS they are in no file until they are settled.
    """

    WAITING = "waiting", "待覆核"
    REVIEWED = "reviewed", "已覆核"
    NAME_DIFFERS = "name_differs", "待覆核（姓名不符）"
    FAILED = "failed", "不通過"


HELD_STATES = (AwardState.REVIEWED, AwardState.NAME_DIFFERS)
"""The states in which hours count for the learner."""


class CorrectionKind(TextChoices):
    """How an officer changed an award for a reason."""

    CORRECTED = "corrected", "更正"
    NAME = "name", "確認姓名"


class RevokeKind(TextChoices):
    """How an award ended. It stays in the history."""

    UNDO = "undo", "現場復原"
    OFFICE = "office", "承辦人刪除"
    MOVED = "moved", "移轉"
    MERGED = "merged", "合併"


class SpotCheckProblem(TextChoices):
    """Why an answer to 抽查末四碼 is not taken."""

    NOT_ASKED = "NOT_ASKED", "沒有這筆抽查"
    OVER = "SPOT_CHECK_OVER", "已超過 10 分鐘，不必再回答"
    ANSWERED = "SPOT_CHECK_ANSWERED", "這筆抽查已回答過，請繼續掃描"


class HintKind(TextChoices):
    """異常提示: what may be worth a look. Nothing follows from it by itself."""

    SPOT_CHECK = "spot_check", "抽查末四碼不符"
    OVERLAP = "overlap", "同一人時間重疊"
    RUSH = "rush", "短時間大量核發"
    BROWSER = "browser", "同一瀏覽器多人條碼"
    BY_HAND = "by_hand", "人工登錄比例偏高"


class ObjectionOutcome(TextChoices):
    """What the officer made of a learner's 「不是我」."""

    REVOKED = "revoked", "刪除時數（非本人）"
    KEPT = "kept", "保留時數"


class Settlement(TextChoices):
    """What the officer made of a review."""

    AWARDED = "awarded", "核發"
    DISMISSED = "dismissed", "不核發"
