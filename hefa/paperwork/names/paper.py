"""The words of paperwork: where a cell comes from, who reads a file, why one is made, what stands in its way."""

from enum import StrEnum

from django.db.models import TextChoices


class Reader(StrEnum):
    """Who reads the file. The two kinds are never mixed (security.md, T18)."""

    MACHINE = "machine"
    HUMAN = "human"


class Quoting(StrEnum):
    """Whether a cell may be put in quotation marks. NEVER needs replacements for whatever would ask for them."""

    NEVER = "never"
    MINIMAL = "minimal"


class FileKind(TextChoices):
    """What kind of file a profile makes. Machines get CSV alone."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    ODS = "ods", "ODS"


class Portal(TextChoices):
    """收件系統: where a machine file is uploaded."""

    ECPA = "ecpa", "公務人員終身學習入口網站"
    ENV = "env", "環境教育終身學習網（環教網）"


class PortalState(TextChoices):
    """上傳狀態 of a file, and of each award in it, at its portal."""

    NOT_UPLOADED = "waiting", "尚未上傳"
    UPLOADED = "uploaded", "已上傳"
    ACCEPTED = "accepted", "已接受"
    REJECTED = "rejected", "退回"


class Source(TextChoices):
    """What a column is filled with: of the offering (the same on each row), of the row, or nothing."""

    BLANK = "blank", "空白"
    FIXED = "fixed", "固定文字"
    ROC_YEAR = "roc_year", "活動年度"
    ACTIVITY_NAME = "activity_name", "活動名稱"
    ACTIVITY_CODE = "activity_code", "活動代碼"
    NUMBER = "number", "期別"
    METHOD = "method", "學習方法代碼"
    CATEGORY = "category", "課程類別代碼"
    SUMMARY = "summary", "內容概要"
    COUNTY = "county", "縣市代碼"
    PLACE = "place", "實施地點"
    START_DATE = "start_date", "開始日期"
    START_TIME = "start_time", "開始時間"
    END_DATE = "end_date", "結束日期"
    END_TIME = "end_time", "結束時間"
    COURSE_CODE = "course_code", "收件系統的課程代碼"
    ROW_NUMBER = "row_number", "序號"
    NATIONAL_ID = "national_id", "身分證字號"
    ID_MASKED = "id_masked", "身分證字號末四碼"
    NAME = "name", "姓名"
    UNIT_CODE = "unit_code", "服務機關代碼"
    UNIT_NAME = "unit_name", "服務機關"
    HOURS_TOTAL = "hours_total", "時數合計"
    HOURS_DIGITAL = "hours_digital", "數位時數"
    HOURS_IN_PERSON = "hours_in_person", "實體時數"
    LEARNING_KIND = "learning_kind", "學習性質"
    PASSED = "passed", "是否通過"
    STATE = "state", "狀態"
    AWARD_SOURCE = "award_source", "來源"
    AWARDED_AT = "awarded_at", "核發時間"


class LearningKind(StrEnum):
    """學習性質, before a profile maps it to what its portal calls it."""

    DIGITAL = "digital"
    IN_PERSON = "in_person"
    BLENDED = "blended"


class ProblemKind(TextChoices):
    """What an officer has to know of a row before the file is made."""

    NOT_REVIEWED = "not_reviewed", "尚未覆核"
    ID_MISSING = "id_missing", "沒有身分證字號"
    ID_CHECK = "id_check", "身分證字號檢查不符"
    NAME_CHARACTER = "name_character", "字元無法編碼"
    FORMULA = "formula", "開頭字元不可用"
    HOURS_ZERO = "hours_zero", "時數為 0"
    MISSING = "missing", "必填資料空白"
    REPLACED = "replaced", "字元將被取代"
    ECPA_NAME = "ecpa_name", "以 ECPA 姓名列入"
    SPLIT_HOURS = "split_hours", "不分列子題"
    PORTAL_REJECTED = "portal_rejected", "上次遭退回"
    EXPORTED_BEFORE = "exported_before", "曾經匯出"


class Mend(StrEnum):
    """Where a problem is mended."""

    ACTIVITY = "activity"
    COURSE_CODE = "course_code"
    AWARD = "award"
    NAME = "name"
    ECPA_NAME = "ecpa_name"
    HISTORY = "history"


NOTICES = frozenset(
    {
        ProblemKind.REPLACED,
        ProblemKind.ECPA_NAME,
        ProblemKind.SPLIT_HOURS,
        ProblemKind.PORTAL_REJECTED,
        ProblemKind.EXPORTED_BEFORE,
    }
)
"""Told to the officer; the row goes into the file all the same."""


class Purpose(TextChoices):
    """匯出用途: why somebody takes the data out of the house."""

    ECPA = "ecpa", "上傳公務人員終身學習入口網站"
    ENV = "env", "上傳環教網"
    CHECK = "check", "核對核發名單"
    ROSTER = "roster", "活動聯繫與報到"
    REPORT = "report", "活動成果報告"
    OTHER = "other", "其他（請說明）"
