"""The words of the cards."""

from django.db.models import TextChoices


class NoCards(TextChoices):
    """Why cards would be of no use at an offering."""

    LIVE_ONLY = "live_only", "本活動僅限動態條碼，條碼卡不能核發時數。請改用「現場登錄」或補登。"
    OVER = "over", "活動已結束，條碼卡不能再核發時數。請改用補登。"
    CANCELLED = "cancelled", "活動已取消。"
