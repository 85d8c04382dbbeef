"""What officers have made of 異常提示: the hints themselves are read from what stands, never stored."""

from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.awards.names import HintKind
from hefa.organisers.models import Organiser


class HintMark(models.Model):
    """已查看: an officer has looked at one hint of the organiser and says what it was.

    `subject` names what the hint is about by its random id: an award, a station and a day, a browser, an offering.
    """

    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=HintKind.choices)
    subject = models.CharField(max_length=60)
    note = models.CharField("說明", max_length=200)
    marked_at = models.DateTimeField("查看時間")
    marked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "hint_mark"
        verbose_name = "已查看的提示"
        constraints = (
            models.UniqueConstraint(fields=("organiser", "kind", "subject"), name="hint_is_marked_once"),
            models.CheckConstraint(condition=~Q(note=""), name="hint_marked_with_a_note"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
