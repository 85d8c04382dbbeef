"""Who signed up for an offering."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.activities.models.offering import Offering
from hefa.activities.names import EnrolmentState
from hefa.learners.models import Learner
from hefa.units.models import Unit


class Enrolment(models.Model):
    """報名 of a learner, asked for by an account or entered by an officer (no account).

    Two accounts that say to be one person are two enrolments: what one is answered must not tell that the other is
    there (security.md, T1). An officer sees both. 候補 is ordered by the time of enrolment. `by_merge`: it came to its
    learner by a merge (合併) and may stand beside another one, as those of two accounts do.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="enrolments")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="enrolments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField("報名狀態", max_length=9, choices=EnrolmentState.choices)
    enrolled_at = models.DateTimeField("報名時間")
    decided_at = models.DateTimeField("准駁時間", null=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    message = models.CharField("給學員的訊息", max_length=200, blank=True, db_default="")
    letter_due_at = models.DateTimeField("待通知時間", null=True)
    version = models.IntegerField(db_default=1)
    by_merge = models.BooleanField("因合併歸入", default=False, db_default=False)

    class Meta:
        db_table = "enrolment"
        verbose_name = "報名"
        constraints = (
            models.UniqueConstraint(
                fields=("offering", "learner", "account"),
                condition=Q(by_merge=False),
                nulls_distinct=False,
                name="account_enrols_a_learner_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="enrolment_is_decided_by_someone",
            ),
        )
        indexes = (
            models.Index(
                fields=("offering", "enrolled_at", "id"),
                condition=Q(state=EnrolmentState.WAITING),
                name="enrolment_waiting_in_order",
            ),
            models.Index(
                fields=("letter_due_at",), condition=Q(letter_due_at__isnull=False), name="enrolment_letter_due"
            ),
        )

    def __str__(self) -> str:
        return f"{self.offering_id} {self.state}"
