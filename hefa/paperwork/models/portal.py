"""What a portal wants to be told otherwise than Hefa knows it: a name that it can hold, its own course number."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.activities.models import Activity
from hefa.keys.fields import SealedTextField
from hefa.learners.models import Learner
from hefa.organisers.models import Organiser


class EcpaName(models.Model):
    """ECPA 姓名: the name of a learner in this organiser's files for portals, which cannot hold every character.

    Lists for people keep the learner's own name. A name that was replaced or withdrawn stays as a row that ended.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="ecpa_names")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="ecpa_names")
    name = SealedTextField("ECPA 姓名")
    given_at = models.DateTimeField("設定時間")
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("停用時間", null=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "ecpa_name"
        verbose_name = "ECPA 姓名"
        constraints = (
            models.UniqueConstraint(
                fields=("organiser", "learner"), condition=Q(ended_at__isnull=True), name="learner_has_one_ecpa_name"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="ecpa_name_ended_by_someone",
            ),
        )

    def __str__(self) -> str:
        return str(self.public_id)


class PortalCourse(models.Model):
    """收件系統的課程代碼: the number that the portal gave to an activity which exists there."""

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="portal_course")
    code = models.CharField("課程代碼", max_length=40)
    told_at = models.DateTimeField("設定時間")
    told_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "portal_course"
        verbose_name = "收件系統的課程"
        constraints = (models.CheckConstraint(condition=~Q(code=""), name="portal_course_has_a_code"),)

    def __str__(self) -> str:
        return self.code
