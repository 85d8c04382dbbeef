"""The words of uploads 上傳時數: what a file may be, where an upload stands, what became of a row."""

from enum import StrEnum

from django.db.models import TextChoices


class UploadKind(TextChoices):
    """The files that can be uploaded."""

    TEMPLATE = "template", "時數上傳範本"
    ISSUED_LIST = "issued-list", "已核發時數學員名單"
    ENV_BATCH = "env-batch-18", "環教網批次檔"


class Meaning(StrEnum):
    """What a column of an uploaded file says. NOTHING is kept and given back, but not read."""

    NOTHING = "nothing"
    NAME = "name"
    NATIONAL_ID = "national_id"
    LAST4 = "last4"
    UNIT_CODE = "unit_code"
    HOURS_TOTAL = "hours_total"
    HOURS_DIGITAL = "hours_digital"
    HOURS_IN_PERSON = "hours_in_person"
    LEARNING_KIND = "learning_kind"
    ROC_YEAR = "roc_year"
    ACTIVITY_NAME = "activity_name"
    ACTIVITY_CODE = "activity_code"
    NUMBER = "number"
    START_DATE = "start_date"
    END_DATE = "end_date"


class UploadState(TextChoices):
    """Where an upload stands. Only the job goes on from DUE and ENTERING."""

    STAGED = "staged", "待確認"
    DUE = "due", "排隊中"
    ENTERING = "entering", "登錄中"
    FINISHED = "finished", "已完成"
    STOPPED = "stopped", "已停止"
    DISCARDED = "discarded", "已放棄"
    EXPIRED = "expired", "已逾期"


class RowState(TextChoices):
    """What became of a row of a file."""

    READY = "ready", "可登錄"
    FAULTY = "faulty", "有錯誤"
    ENTERED = "entered", "已登錄"
    NAME_DIFFERS = "name_differs", "待覆核（姓名不符）"
    ALREADY = "already", "已登錄時數"
    REFUSED = "refused", "未登錄"


class UploadPurpose(TextChoices):
    """上傳用途: what the hours of the file rest on."""

    SIGN_IN = "sign_in", "依紙本簽到補登"
    OTHER_SYSTEM = "system", "由其他系統轉入"
    CORRECTION = "correction", "修正退回的資料後重新上傳"
    OTHER = "other", "其他（請說明）"
