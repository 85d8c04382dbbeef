"""Requests to be an officer: asked by whoever wants it, decided by an operator."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.keys.fields import SealedTextField
from hefa.organisers.models.people import Officer, Organiser
from hefa.organisers.names import Decision, Duty
from hefa.units.models import Unit

UNDECIDED = Q(decided_at__isnull=True)


class OfficeRequest(models.Model):
    """承辦人申請: for an `organiser` that there is, or for a new one with this name. `contact` is the asker's."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="office_requests")
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, null=True, related_name="office_requests")
    organiser_name = models.CharField("開課單位名稱", max_length=200, blank=True, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    duties = ArrayField(models.CharField(max_length=10, choices=Duty.choices), verbose_name="職責")
    contact = SealedTextField("聯絡方式")
    asked_at = models.DateTimeField("申請時間")
    decided_at = models.DateTimeField("審核時間", null=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField("審核結果", max_length=9, choices=Decision.choices, blank=True, default="")
    decision_reason = models.CharField("審核說明", max_length=200, blank=True, default="")
    officer = models.OneToOneField(Officer, on_delete=models.PROTECT, null=True, related_name="request")

    class Meta:
        db_table = "office_request"
        verbose_name = "承辦人申請"
        constraints = (
            models.UniqueConstraint(
                fields=("account", "organiser"),
                condition=UNDECIDED & Q(organiser__isnull=False),
                name="office_is_requested_once",
            ),
            models.UniqueConstraint(
                fields=("account",),
                condition=UNDECIDED & Q(organiser__isnull=True),
                name="new_organiser_is_requested_once",
            ),
            models.CheckConstraint(
                condition=Q(organiser__isnull=False, organiser_name="")
                | Q(organiser__isnull=True) & ~Q(organiser_name=""),
                name="office_request_names_one_organiser",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="", decision_reason="")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision=""),
                name="office_request_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.DECLINED) | ~Q(decision_reason=""),
                name="office_request_declined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.APPROVED, officer__isnull=False)
                | ~Q(decision=Decision.APPROVED) & Q(officer__isnull=True),
                name="office_request_approved_has_its_officer",
            ),
        )
        indexes = (models.Index(fields=("asked_at",), condition=UNDECIDED, name="office_request_undecided"),)

    def __str__(self) -> str:
        return f"{self.public_id} {self.decision or 'undecided'}"
