"""The words of the year: 年度人員名冊, its people and their four hours."""

from django.db.models import TextChoices


class Standing(TextChoices):
    """How somebody stands on the roster of a year."""

    ACTIVE = "active", "在職"
    EXEMPT = "exempt", "豁免"
    LEFT = "left", "已離職"


class Matching(TextChoices):
    """What an officer has settled about who a roster's line is; OPEN leaves it to name and last four."""

    OPEN = "open", "依姓名與末四碼"
    CHOSEN = "chosen", "承辦人指定"
    NOBODY = "nobody", "承辦人確認無相符學員"


class Match(TextChoices):
    """What came of looking for a roster's line among the people with hours."""

    ONE = "one", "已對應"
    SEVERAL = "several", "待確認"
    NONE = "none", "尚無時數"


class RosterSort(TextChoices):
    """排序方式 of a roster."""

    LACKING = "lacking", "尚缺時數"
    NAME = "name", "姓名"
    ADDED = "added", "名冊順序"


class RosterFormat(TextChoices):
    """What a roster leaves the house as."""

    XLSX = "xlsx", "Excel（XLSX）"
    CSV = "csv", "CSV"


class YearPurpose(TextChoices):
    """Why somebody takes a roster out of the house."""

    FILE = "file", "提報年度環境教育成果"
    CHECK = "check", "核對人員與時數"
    URGE = "urge", "通知尚缺時數的人員"
    OTHER = "other", "其他（請說明）"
