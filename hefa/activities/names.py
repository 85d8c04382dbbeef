"""The words of the activities."""

from django.db.models import TextChoices


class ScanPolicy(TextChoices):
    """Which codes an activity takes (scan protocol, part 1)."""

    STATIC_OK = "static_ok", "靜態與動態條碼皆可"
    LIVE_PREFERRED = "live_preferred", "建議動態條碼（靜態條碼加註）"
    LIVE_ONLY = "live_only", "僅限動態條碼"


class EnrolmentState(TextChoices):
    """Where an enrolment 報名 stands."""

    PENDING = "pending", "待准駁"
    APPROVED = "approved", "已准"
    DECLINED = "declined", "未准"
    WITHDRAWN = "withdrawn", "已取消"


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
