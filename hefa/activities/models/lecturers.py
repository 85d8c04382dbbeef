"""Lecturers 講師 of an organiser, and what they teach."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.activities.models.offering import Offering
from hefa.activities.names import ConsentMeans, Publication
from hefa.keys.fields import SealedTextField
from hefa.learners.models import Learner
from hefa.organisers.models import Organiser


class Lecturer(models.Model):
    """講師, as one organiser knows the person. `expertise` holds codes of the 內容領域 list.

    Other organisers see no more than `publishes` says, and nothing of somebody who retired. With `learner` a scan of
    the person at an offering that the person teaches is marked.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="lecturers")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, null=True, related_name="lecturers")
    name = SealedTextField("姓名")
    position = SealedTextField("服務單位／職稱")
    contact = SealedTextField("聯絡方式")
    intro = SealedTextField("簡介")
    expertise = ArrayField(models.CharField(max_length=10), verbose_name="專長領域")
    publishes = models.CharField("同意公開", max_length=7, choices=Publication.choices, default=Publication.NOTHING)
    consented_on = models.DateField("同意日期", null=True)
    consent_means = models.CharField("同意方式", max_length=7, choices=ConsentMeans.choices, blank=True, default="")
    version = models.IntegerField(default=1)
    retired_at = models.DateTimeField("停用時間", null=True)
    retired_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "lecturer"
        verbose_name = "講師"
        constraints = (
            models.UniqueConstraint(fields=("organiser", "learner"), name="lecturer_stands_once_at_an_organiser"),
            models.CheckConstraint(
                condition=Q(publishes=Publication.NOTHING, consented_on__isnull=True, consent_means="")
                | ~Q(publishes=Publication.NOTHING) & Q(consented_on__isnull=False) & ~Q(consent_means=""),
                name="lecturer_is_published_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="lecturer_is_retired_by_someone",
            ),
        )
        indexes = (
            models.Index(
                fields=("publishes",),
                condition=Q(retired_at__isnull=True) & ~Q(publishes=Publication.NOTHING),
                name="lecturer_published",
            ),
        )

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None


class Teaching(models.Model):
    """授課: a lecturer at an offering of the same organiser."""

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="teachings")
    lecturer = models.ForeignKey(Lecturer, on_delete=models.PROTECT, related_name="teachings")

    class Meta:
        db_table = "teaching"
        verbose_name = "授課"
        constraints = (models.UniqueConstraint(fields=("offering", "lecturer"), name="lecturer_teaches_once"),)

    def __str__(self) -> str:
        return f"{self.offering_id} {self.lecturer_id}"
