"""Who signed up for an offering."""

from uuid import uuid4

from django.db import models

from hefa.activities.models.offering import Offering
from hefa.activities.names import EnrolmentState
from hefa.learners.models import Learner
from hefa.units.models import Unit


class Enrolment(models.Model):
    """報名: a learner who signed up for an offering."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="enrolments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField("報名狀態", max_length=9, choices=EnrolmentState.choices)
    enrolled_at = models.DateTimeField("報名時間")

    class Meta:
        db_table = "enrolment"
        verbose_name = "報名"
        constraints = (models.UniqueConstraint(fields=("offering", "learner"), name="learner_enrols_once"),)

    def __str__(self) -> str:
        return f"{self.offering_id} {self.state}"
