"""Which keys this database has worked with: their ids and a check of each, never a key."""

from django.db import models


class KeyUse(models.Model):
    """金鑰使用紀錄: a key of a ring that something in this database may need, until it is retired.

    `key_check` tells two keys of one id apart: somebody put another site's file in place.
    """

    ring = models.CharField(max_length=12)
    kid = models.SmallIntegerField()
    key_check = models.BinaryField(max_length=8)
    first_used_at = models.DateTimeField()
    replaced_at = models.DateTimeField("不再為目前金鑰", null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "key_use"
        verbose_name = "金鑰使用紀錄"
        constraints = (models.UniqueConstraint(fields=("ring", "kid"), name="key_use_is_one_a_key"),)

    def __str__(self) -> str:
        return f"{self.ring} {self.kid}"
