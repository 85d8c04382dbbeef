"""The words of the activities."""

from django.db.models import TextChoices


class ScanPolicy(TextChoices):
    """Which codes an activity takes (scan protocol, part 1)."""

    STATIC_OK = "static_ok", "靜態與動態條碼皆可"
    LIVE_PREFERRED = "live_preferred", "建議動態條碼（靜態條碼加註）"
    LIVE_ONLY = "live_only", "僅限動態條碼"


class OpenEnds(TextChoices):
    """What becomes of 簽到 without 簽退 or the other way round (scan protocol, R14)."""

    REVIEW = "review", "由承辦人確認"
    CLOSE = "close", "以前後一次簽到退或活動起訖時間補足"


class EnrolmentState(TextChoices):
    """Where an enrolment 報名 stands."""

    PENDING = "pending", "待准駁"
    APPROVED = "approved", "已准"
    WAITING = "waiting", "候補"
    DECLINED = "declined", "未准"
    WITHDRAWN = "withdrawn", "已取消"


TAKING_A_PLACE = (EnrolmentState.PENDING, EnrolmentState.APPROVED)
"""The states that count as 報名人數 and against 招生人數."""


class EnrolmentObstacle(TextChoices):
    """Why somebody cannot enrol in an offering now."""

    CANCELLED = "cancelled", "活動已取消"
    ENDED = "ended", "活動已結束"
    INTERNAL = "internal", "內部活動，限開課單位及所屬機關人員報名"
    BY_ORGANISER = "by_organiser", "不開放線上報名，請洽開課單位"
    NOT_YET = "not_yet", "尚未開始報名"
    OVER = "over", "報名已截止"


class Publication(TextChoices):
    """What a lecturer 講師 agreed that other organisers may see."""

    NOTHING = "nothing", "不公開"
    NAME = "name", "公開姓名、服務單位／職稱、專長與簡介"
    CONTACT = "contact", "公開上列資料與聯絡方式"


class ConsentMeans(TextChoices):
    """How a lecturer agreed."""

    WRITTEN = "written", "書面同意書"
    EMAIL = "email", "電子郵件"
    SPOKEN = "spoken", "口頭同意，由承辦人記錄"


class CodeList(TextChoices):
    """The effective-dated lists of the law and of ECPA."""

    METHOD = "method", "學習方法"
    FIELD = "field", "課程類別代碼"
    COUNTY = "county", "上課縣市"
    SITE = "site", "環境教育設施場所"


class Openness(TextChoices):
    """Who sees an activity in the public lists and may enrol."""

    INTERNAL = "internal", "內部活動（限本機關及所屬機關）"
    OPEN = "open", "公開活動"


class Phase(TextChoices):
    """Where an offering stands in time."""

    UPCOMING = "upcoming", "即將開始"
    RUNNING = "running", "進行中"
    ENDED = "ended", "已結束"
    CANCELLED = "cancelled", "已取消"


class AttachmentKind(TextChoices):
    """What an attachment 附件 is."""

    SIGN_IN = "sign_in", "簽到表"
    TIMETABLE = "schedule", "課程表"
    PHOTO = "photo", "照片"
    OTHER = "other", "其他"


class FileType(TextChoices):
    """What a file is by its content; the value is the ending of its name."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPEG"
    PNG = "png", "PNG"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    ODT = "odt", "ODT"
    ODS = "ods", "ODS"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self]


CONTENT_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.ODT: "application/vnd.oasis.opendocument.text",
    FileType.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}


class WindowReason(TextChoices):
    """Why a scanner is opened outside the scan window (延長掃描時間)."""

    EARLY = "early", "提早報到"
    LATE = "late", "活動延後結束"
    MAKE_UP = "make_up", "當日無法掃描，補掃"
