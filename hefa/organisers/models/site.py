"""The site itself, as its operators set it: its names, and the announcements on the home page."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from hefa.accounts.models import Account
from hefa.organisers.names import Column


class SiteNames(models.Model):
    """網站名稱: the names at the head of each page; an empty one is as the environment says. One row at most."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    agency = models.CharField("機關名稱", max_length=60, blank=True, default="")
    name = models.CharField("網站名稱", max_length=60, blank=True, default="")
    english_name = models.CharField("網站英文名稱", max_length=100, blank=True, default="")
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "site_names"
        verbose_name = "網站名稱"
        constraints = (models.CheckConstraint(condition=Q(id=1), name="site_has_one_set_of_names"),)

    def __str__(self) -> str:
        return f"{self.agency} {self.name}"


class Announcement(models.Model):
    """公告: a dated line on the home page, with a link where there is one; the lowest `place` stands first."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    column = models.CharField("欄位", max_length=5, choices=Column.choices)
    text = models.CharField("文字", max_length=200)
    link = models.URLField("連結", max_length=500, blank=True, default="")
    place = models.IntegerField("順序", default=0)
    shown_from = models.DateField("上架日")
    shown_until = models.DateField("下架日", null=True)
    version = models.IntegerField(default=1)
    withdrawn_at = models.DateTimeField("撤下時間", null=True)
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "announcement"
        verbose_name = "公告"
        constraints = (
            models.CheckConstraint(
                condition=Q(shown_until__isnull=True) | Q(shown_until__gte=F("shown_from")),
                name="announcement_is_taken_down_after_it_is_put_up",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="announcement_withdrawn_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(column=Column.NEWS) | ~Q(link=""), name="announcement_of_a_film_or_link_has_its_link"
            ),
        )

    def __str__(self) -> str:
        return self.text
