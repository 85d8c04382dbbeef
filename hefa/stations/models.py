"""Stations 掃描點: a phone that may scan at some offerings for some time."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.keys.fields import SealedTextField
from hefa.organisers.models import Officer, Organiser
from hefa.stations.names import Right
from hefa.stations.rules import MOST_DEVICES, PIN_TRIES


class ScanPass(models.Model):
    """掃描授權: leave to scan at a gate for helpers without an account, on so many phones, within a window."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="scan_passes")
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="scan_passes")
    name = models.CharField("掃描點名稱", max_length=40)
    rights = ArrayField(models.CharField(max_length=10, choices=Right.choices), verbose_name="掃描授權")
    pin = SealedTextField("PIN 碼", null=True)  # type: ignore[misc]  # read as str, None where it is null
    opens_at = models.DateTimeField("開始時間")
    ends_at = models.DateTimeField("結束時間")
    most_devices = models.IntegerField("手機數上限")
    most_awards = models.IntegerField("核發人數上限", null=True)
    made_at = models.DateTimeField("建立時間")
    revoked_at = models.DateTimeField("撤銷時間", null=True)
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    pin_forgotten_at = models.DateTimeField("PIN 碼清除時間", null=True)

    class Meta:
        db_table = "scan_pass"
        verbose_name = "掃描授權"
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("opens_at")), name="scan_pass_ends_after_it_opens"),
            models.CheckConstraint(
                condition=Q(most_devices__range=(1, MOST_DEVICES))
                & (Q(most_awards__isnull=True) | Q(most_awards__gte=1)),
                name="scan_pass_lets_somebody_scan",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="scan_pass_revoked_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(pin__isnull=False, pin_forgotten_at__isnull=True)
                | Q(pin__isnull=True, pin_forgotten_at__isnull=False),
                name="scan_pass_has_its_pin_until_forgotten",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ScanPassOffering(models.Model):
    """One offering that the phones of a pass may scan."""

    scan_pass = models.ForeignKey(ScanPass, on_delete=models.CASCADE, related_name="named")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT)

    class Meta:
        db_table = "scan_pass_offering"
        constraints = (models.UniqueConstraint(fields=("scan_pass", "offering"), name="scan_pass_names_offering_once"),)

    def __str__(self) -> str:
        return f"{self.scan_pass_id} → {self.offering_id}"


class PassTicket(models.Model):
    """The one-time token in the QR code of a 掃描授權: shown for 120 s, then ten minutes for name and PIN."""

    scan_pass = models.ForeignKey(ScanPass, on_delete=models.CASCADE, related_name="tickets")
    token_digest = models.BinaryField(max_length=32, unique=True)
    valid_until = models.DateTimeField()
    opened = models.BooleanField(default=False)
    tries = models.IntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "pass_ticket"
        constraints = (
            models.CheckConstraint(condition=Q(tries__range=(0, PIN_TRIES)), name="pass_ticket_has_five_tries"),
        )

    def __str__(self) -> str:
        return f"ticket of {self.scan_pass_id}"


class Station(models.Model):
    """掃描點: one phone, opened by an officer or by a helper with a pass. Only the hash of its secret is stored.

    What the phone last said of itself (`unsent`, `clock_offset_ms`) stays when it is lost: the board shows it. A phone
    that was lent notes when it was last in use (`active_at`) and since when it must show its PIN again (`pin_due_at`).
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="stations")
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="stations")
    name = models.CharField("掃描點名稱", max_length=60)
    secret_digest = models.BinaryField(max_length=32)
    rights = ArrayField(models.CharField(max_length=10, choices=Right.choices), verbose_name="掃描授權")
    made_at = models.DateTimeField("開啟時間")
    valid_until = models.DateTimeField("到期時間")
    revoked_at = models.DateTimeField("撤銷時間", null=True)
    scan_pass = models.ForeignKey(ScanPass, on_delete=models.PROTECT, null=True, related_name="stations")
    device_number = models.IntegerField("手機編號", null=True)
    helper_name = SealedTextField("協助人員姓名", null=True)  # type: ignore[misc]  # read as str, None where it is null
    last_seen_at = models.DateTimeField("最近連線", null=True)
    unsent = models.IntegerField("未上傳", null=True)
    clock_offset_ms = models.IntegerField("時間差（毫秒）", null=True)
    active_at = models.DateTimeField("最近使用", null=True)
    pin_due_at = models.DateTimeField("須再輸入 PIN 碼", null=True)
    pin_tries = models.IntegerField(default=0, db_default=0)
    helper_forgotten_at = models.DateTimeField("協助人員姓名清除時間", null=True)

    class Meta:
        db_table = "station"
        verbose_name = "掃描點"
        constraints = (
            models.CheckConstraint(condition=Q(valid_until__gt=F("made_at")), name="station_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="station_revoked_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(
                    scan_pass__isnull=True,
                    device_number__isnull=True,
                    helper_name__isnull=True,
                    helper_forgotten_at__isnull=True,
                )
                | Q(
                    scan_pass__isnull=False,
                    helper_name__isnull=False,
                    helper_forgotten_at__isnull=True,
                    device_number__range=(1, MOST_DEVICES),
                )
                | Q(
                    scan_pass__isnull=False,
                    helper_name__isnull=True,
                    helper_forgotten_at__isnull=False,
                    device_number__range=(1, MOST_DEVICES),
                ),
                name="station_of_a_pass_has_its_helper_until_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(scan_pass__isnull=True, active_at__isnull=True, pin_due_at__isnull=True, pin_tries=0)
                | Q(scan_pass__isnull=False, active_at__isnull=False, pin_tries__range=(0, PIN_TRIES)),
                name="station_of_a_pass_alone_asks_its_pin",
            ),
            models.UniqueConstraint(
                fields=("scan_pass", "device_number"),
                condition=Q(revoked_at__isnull=True),
                name="scan_pass_lends_each_number_once",
            ),
        )

    def __str__(self) -> str:
        return self.name


class StationOffering(models.Model):
    """One offering that a station may scan."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT)

    class Meta:
        db_table = "station_offering"
        constraints = (models.UniqueConstraint(fields=("station", "offering"), name="station_names_offering_once"),)

    def __str__(self) -> str:
        return f"{self.station_id} → {self.offering_id}"
