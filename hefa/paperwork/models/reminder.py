"""提醒: what an organiser was reminded of, and what became of it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.organisers.models import Organiser
from hefa.paperwork.names.reminder import Occasion


class Reminder(models.Model):
    """One thing to remind of: a day of a 年度, or an activity that ended a month ago. Told by letter at most once."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="reminders")
    occasion = models.CharField("事由", max_length=10, choices=Occasion.choices)
    roc_year = models.IntegerField("年度")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, null=True, related_name="reminders")
    opened_at = models.DateTimeField("提醒時間")
    due_on = models.DateField("期限")
    letter_at = models.DateTimeField("寄信時間", null=True)
    snoozed_until = models.DateField("延後至", null=True)
    done_at = models.DateTimeField("處理時間", null=True)
    done_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "reminder"
        verbose_name = "提醒"
        constraints = (
            models.UniqueConstraint(
                fields=("organiser", "occasion", "roc_year"),
                condition=Q(offering__isnull=True),
                name="reminder_of_a_year_once",
            ),
            models.UniqueConstraint(
                fields=("offering",), condition=Q(offering__isnull=False), name="reminder_of_an_offering_once"
            ),
            models.CheckConstraint(
                condition=Q(occasion=Occasion.ACTIVITY, offering__isnull=False)
                | ~Q(occasion=Occasion.ACTIVITY) & Q(offering__isnull=True),
                name="reminder_is_of_an_offering_or_a_year",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="reminder_done_by_someone",
            ),
        )
        indexes = (
            models.Index(fields=("organiser",), condition=Q(done_at__isnull=True), name="reminder_open"),
            models.Index(fields=("opened_at",), condition=Q(letter_at__isnull=True), name="reminder_without_letter"),
        )

    def __str__(self) -> str:
        return f"{self.occasion} {self.roc_year}"
