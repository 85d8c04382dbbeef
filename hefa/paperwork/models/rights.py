"""當事人請求: what a person asks about one's own data, by when it must be answered, and how it was."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from hefa.accounts.models import Account
from hefa.keys.fields import SealedTextField
from hefa.learners.models import Learner
from hefa.organisers.models import Organiser
from hefa.paperwork.names.rights import Outcome, Right, RightsLetter


class RightsRequest(models.Model):
    """當事人請求 (個人資料保護法 §3, §10, §11). An `organiser` is in charge of it, or, without one, the operators.

    Asked by a proven `account`, or entered at the counter by somebody who saw the card (`entered_by`). Once a person is
    erased the request stays without learner and account, as the proof that it was answered.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.SET_NULL, null=True, related_name="rights_requests")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, null=True, related_name="rights_requests")
    right = models.CharField("請求事項", max_length=7, choices=Right.choices)
    wish = SealedTextField("請求內容")
    asked_at = models.DateTimeField("受理時間")
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField("期限")
    extended_at = models.DateTimeField("延長時間", null=True)
    extended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    extend_reason = models.CharField("延長原因", max_length=200, blank=True, default="")
    answered_at = models.DateTimeField("答覆時間", null=True)
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField("處理結果", max_length=8, choices=Outcome.choices, blank=True, default="")
    answer = SealedTextField("答覆內容", null=True)  # type: ignore[misc]  # read as str, None where it is null
    letter = models.CharField("待寄信函", max_length=8, choices=RightsLetter.choices, blank=True, default="")
    letter_tried_at = models.DateTimeField("上次寄信時間", null=True)

    class Meta:
        db_table = "rights_request"
        verbose_name = "當事人請求"
        constraints = (
            models.UniqueConstraint(
                fields=("learner", "right"),
                condition=Q(answered_at__isnull=True),
                name="right_is_asked_for_once_until_answered",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(entered_by__isnull=False) | Q(answered_at__isnull=False),
                name="rights_request_is_asked_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(learner__isnull=False) | Q(answered_at__isnull=False),
                name="rights_request_is_of_somebody_until_answered",
            ),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True, extended_by__isnull=True, extend_reason="")
                | Q(extended_at__isnull=False, extended_by__isnull=False) & ~Q(extend_reason=""),
                name="rights_request_extended_once_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, outcome="", answer__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, answer__isnull=False) & ~Q(outcome=""),
                name="rights_request_answered_by_someone_with_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(right=Right.ERASE)
                | Q(outcome__in=("", Outcome.DECLINED))
                | Q(entered_by__isnull=True)
                | ~Q(answered_by=F("entered_by")),
                name="rights_request_at_the_counter_is_erased_by_another",
            ),
        )
        indexes = (
            models.Index(fields=("due_on", "id"), condition=Q(answered_at__isnull=True), name="rights_request_open"),
            models.Index(fields=("learner",), name="rights_request_of_learner"),
        )

    def __str__(self) -> str:
        return f"{self.right} {self.public_id}"

    def waits_for_another(self, account: Account) -> bool:
        """Whether somebody else is to grant it: a deletion that this account took in at the counter."""
        return self.right == Right.ERASE and self.entered_by_id == account.pk
