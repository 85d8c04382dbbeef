"""子題: the lines that an offering becomes in the ECPA file."""

from django.db import models
from django.db.models import Q

from hefa.activities.models.offering import HAS_HOURS, Offering
from hefa.activities.rules import MOST_TOPICS
from hefa.base.hours import Hours


class Topic(models.Model):
    """子題: a part of an offering with a category and hours of its own, one line a learner in the ECPA file.

    The hours of all topics of an offering are together those of the offering when they are set. Hours that are changed
    later leave them as they are: whoever writes a file asks `topics_fit`.
    """

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="topics")
    position = models.SmallIntegerField()
    name = models.CharField("子題名稱", max_length=60)
    field = models.CharField("課程類別代碼", max_length=20)
    digital_hours = models.DecimalField("數位", max_digits=3, decimal_places=1)
    in_person_hours = models.DecimalField("實體", max_digits=3, decimal_places=1)

    class Meta:
        db_table = "offering_topic"
        verbose_name = "子題"
        constraints = (
            models.UniqueConstraint(fields=("offering", "position"), name="topic_has_its_own_position"),
            models.UniqueConstraint(fields=("offering", "name"), name="topic_has_its_own_name"),
            models.CheckConstraint(
                condition=Q(position__range=(1, MOST_TOPICS)), name="offering_has_ten_topics_at_most"
            ),
            models.CheckConstraint(condition=HAS_HOURS, name="topic_has_hours"),
        )

    def __str__(self) -> str:
        return f"{self.offering_id} 子題 {self.position}"

    @property
    def hours(self) -> Hours:
        return Hours.of(self.digital_hours, self.in_person_hours)
