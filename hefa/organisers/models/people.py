"""Organisers 開課單位, the officers 承辦人 who act for them, and the operators 系統管理者 who run the site."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hefa.accounts.models import Account
from hefa.organisers.names import Duty
from hefa.units.models import Unit


class Organiser(models.Model):
    """開課單位: an agency, school or foundation that holds activities.

    Disabled, its officers have no access, and all of its history stays. Merged into a `successor`, nothing of it is
    rewritten: whoever is an officer of the successor sees what it held (`queries.organisers_of`).
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    name = models.CharField("開課單位", max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="organisers")
    approved_at = models.DateTimeField("核准時間")
    disabled_at = models.DateTimeField("停用時間", null=True)
    disabled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    disable_reason = models.CharField("停用原因", max_length=200, blank=True, default="", db_default="")
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")
    merged_at = models.DateTimeField("合併時間", null=True)
    merged_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    merge_reason = models.CharField("合併原因", max_length=200, blank=True, default="", db_default="")

    class Meta:
        db_table = "organiser"
        verbose_name = "開課單位"
        constraints = (
            models.CheckConstraint(
                condition=Q(disabled_at__isnull=True, disabled_by__isnull=True, disable_reason="")
                | Q(disabled_at__isnull=False, disabled_by__isnull=False) & ~Q(disable_reason=""),
                name="organiser_disabled_by_someone_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True, merged_at__isnull=True, merged_by__isnull=True, merge_reason="")
                | Q(successor__isnull=False, merged_at__isnull=False, merged_by__isnull=False) & ~Q(merge_reason=""),
                name="organiser_merged_by_someone_for_a_reason",
            ),
            models.CheckConstraint(condition=~Q(successor=F("id")), name="organiser_is_not_its_own_successor"),
        )

    def __str__(self) -> str:
        return self.name


class Officer(models.Model):
    """承辦人: an account with duties at an organiser, from a day until a day (its last one), or open-ended.

    `ended_at` ends an office at once. An office that `deputises` 代理 for another has its duties between two days; it
    is the deputy's own, so that whatever is done in it is done in the deputy's name. `moved_from` is the office at an
    organiser that was merged into this one.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="offices")
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="officers")
    duties = ArrayField(models.CharField(max_length=10, choices=Duty.choices), verbose_name="職責")
    from_date = models.DateField("到職日")
    until_date = models.DateField("離職日", null=True)
    deputises = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="deputies")
    moved_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="moved_to")
    ended_at = models.DateTimeField("卸任時間", null=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField("卸任原因", max_length=200, blank=True, default="", db_default="")

    class Meta:
        db_table = "officer"
        verbose_name = "承辦人"
        constraints = (
            models.UniqueConstraint(
                fields=("account", "organiser"),
                condition=Q(until_date__isnull=True, ended_at__isnull=True),
                name="officer_holds_office_once",
            ),
            models.CheckConstraint(
                condition=Q(deputises__isnull=True) | Q(until_date__isnull=False), name="deputy_has_a_last_day"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
                name="officer_ended_by_someone_for_a_reason",
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

    @property
    def duty_labels(self) -> list[str]:
        """The duties in words, in the order of the list."""
        return [str(duty.label) for duty in Duty if duty.value in self.duties]


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
