"""The words of the codes."""

from django.db.models import TextChoices


class VoidReason(TextChoices):
    """Why a code was voided 作廢."""

    OWNER = "owner", "作廢條碼並產生新條碼"
    LOST = "lost", "掛失"
