"""The words of the codes."""

from django.db.models import TextChoices


class VoidReason(TextChoices):
    """Why a code was voided 作廢."""

    OWNER = "owner", "作廢條碼並產生新條碼"
    LOST = "lost", "掛失"


class LossReason(TextChoices):
    """Why a person's codes are reported lost 掛失. A choice, not a text: it stands in the audit."""

    CARD = "card", "條碼卡遺失"
    PHONE = "phone", "手機遺失或更換"
    MISUSED = "misused", "條碼疑遭他人使用"
    OTHER = "other", "其他"
