"""The words of the rights of the person."""

from django.db.models import TextChoices


class Right(TextChoices):
    """What a person may ask of whoever holds data about one 當事人權利 (個人資料保護法 §3)."""

    ACCESS = "access", "查詢或閱覽"
    COPY = "copy", "製給複製本"
    CORRECT = "correct", "補充或更正"
    STOP = "stop", "停止蒐集、處理或利用"
    ERASE = "erase", "刪除"


class Outcome(TextChoices):
    """How a request was answered."""

    GRANTED = "granted", "准許"
    PARTLY = "partly", "部分准許"
    DECLINED = "declined", "駁回"


class RightsLetter(TextChoices):
    """What the person is to be written next."""

    RECEIVED = "received", "已受理"
    EXTENDED = "extended", "延長處理期間"
    ANSWERED = "answered", "處理結果"
