"""The effective-dated code lists that activities are described with."""

from django.db import models
from django.db.models import F, Q

from hefa.activities.names import CodeList


class CodeListEntry(models.Model):
    """One code of a list with the time in which it may be used; null ends are open."""

    code_list = models.CharField(max_length=6, choices=CodeList.choices)
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=100)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "code_list_entry"
        constraints = (
            models.UniqueConstraint(fields=("code_list", "code"), name="code_stands_once_in_its_list"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="code_list_entry_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
