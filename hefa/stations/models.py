"""Stations 掃描點: a phone that may scan at some offerings for some time."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hefa.activities.models import Offering
from hefa.organisers.models import Officer, Organiser
from hefa.stations.names import Right


class Station(models.Model):
    """掃描點: one phone, opened by an officer. Only the hash of its secret is stored."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="stations")
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="stations")
    name = models.CharField("掃描點名稱", max_length=60)
    secret_digest = models.BinaryField(max_length=32)
    rights = ArrayField(models.CharField(max_length=10, choices=Right.choices), verbose_name="掃描授權")
    made_at = models.DateTimeField("開啟時間")
    valid_until = models.DateTimeField("到期時間")
    revoked_at = models.DateTimeField("撤銷時間", null=True)

    class Meta:
        db_table = "station"
        verbose_name = "掃描點"
        constraints = (
            models.CheckConstraint(condition=Q(valid_until__gt=F("made_at")), name="station_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="station_revoked_after_it_starts",
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
