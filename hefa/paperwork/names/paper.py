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


class Source(StrEnum):
    """What a column is filled with: of the offering (the same on each row), of the row, or nothing."""

    BLANK = "blank"
    FIXED = "fixed"
    ROC_YEAR = "roc_year"
    ACTIVITY_NAME = "activity_name"
    ACTIVITY_CODE = "activity_code"
    NUMBER = "number"
    CATEGORY = "category"
    COUNTY = "county"
    START_DATE = "start_date"
    START_TIME = "start_time"
    END_DATE = "end_date"
    END_TIME = "end_time"
    ROW_NUMBER = "row_number"
    NATIONAL_ID = "national_id"
    ID_MASKED = "id_masked"
    NAME = "name"
    UNIT_CODE = "unit_code"
    UNIT_NAME = "unit_name"
    HOURS_TOTAL = "hours_total"
    HOURS_DIGITAL = "hours_digital"
    HOURS_IN_PERSON = "hours_in_person"
    LEARNING_KIND = "learning_kind"
    STATE = "state"
    AWARD_SOURCE = "award_source"
    AWARDED_AT = "awarded_at"


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
    EXPORTED_BEFORE = "exported_before", "曾經匯出"


NOTICES = frozenset({ProblemKind.REPLACED, ProblemKind.EXPORTED_BEFORE})
"""Told to the officer; the row goes into the file all the same."""


class Purpose(TextChoices):
    """匯出用途: why somebody takes the data out of the house."""

    ECPA = "ecpa", "上傳公務人員終身學習入口網站"
    CHECK = "check", "核對核發名單"
    REPORT = "report", "活動成果報告"
    OTHER = "other", "其他（請說明）"
