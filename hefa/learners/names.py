"""The words of the learners."""

from django.db.models import TextChoices


class LinkProof(TextChoices):
    """How an account was proven to be its learner's own."""

    OFFICER = "officer", "承辦人核對證件"


class OpeningPurpose(TextChoices):
    """Why a full national ID was opened."""

    EXPORT = "export", "匯出核發名單"
    PORTAL_REPLY = "portal_reply", "核對收件系統回覆"
    SIGN_IN = "sign_in", "依簽到表補登"
    LOOK = "look", "承辦人核對"
    KEY_ROTATION = "key_rotation", "更換金鑰"
    UPLOAD = "upload", "上傳名單對應學員"


class LookUpPurpose(TextChoices):
    """Why somebody asked whether a number belongs to a learner."""

    LOST = "lost", "掛失個人條碼"
    AUDIT = "audit", "查詢稽核紀錄"
    NUMBER = "number", "變更統一證號"
    RIGHTS = "rights", "受理當事人請求"
