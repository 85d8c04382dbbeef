"""Organisers 開課單位, the officers 承辦人 who act for them, and the operators 系統管理者 who run the site."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hefa.accounts.models import Account
from hefa.organisers.names import Duty
from hefa.units.models import Unit


class Organiser(models.Model):
    """開課單位: an agency, school or foundation that holds activities."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    name = models.CharField("開課單位", max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="organisers")
    approved_at = models.DateTimeField("核准時間")

    class Meta:
        db_table = "organiser"
        verbose_name = "開課單位"

    def __str__(self) -> str:
        return self.name


class Officer(models.Model):
    """承辦人: an account with duties at an organiser, from a day until a day (its last one), or open-ended."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="offices")
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="officers")
    duties = ArrayField(models.CharField(max_length=10, choices=Duty.choices), verbose_name="職責")
    from_date = models.DateField("到職日")
    until_date = models.DateField("離職日", null=True)

    class Meta:
        db_table = "officer"
        verbose_name = "承辦人"
        constraints = (
            models.UniqueConstraint(
                fields=("account", "organiser"), condition=Q(until_date__isnull=True), name="officer_holds_office_once"
            ),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="officer_leaves_after_arriving",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} @ {self.organiser_id}"

    def has(self, duty: Duty) -> bool:
        return duty.value in self.duties


class Operator(models.Model):
    """系統管理者: an account of the ministry that runs Hefa, from a day until a day (its last one), or open-ended."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="operatorships")
    from_date = models.DateField("到職日")
    until_date = models.DateField("離職日", null=True)

    class Meta:
        db_table = "operator"
        verbose_name = "系統管理者"
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=Q(until_date__isnull=True), name="operator_is_appointed_once"
            ),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="operator_leaves_after_arriving",
            ),
        )

    def __str__(self) -> str:
        return str(self.account_id)
