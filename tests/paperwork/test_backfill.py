"""Papers that were made before files were counted get their files and places."""

from importlib import import_module

import pytest
from django.db import connection

from hefa.awards.models import Award
from hefa.paperwork.actions import make_paper
from hefa.paperwork.models import PaperPart, PaperRow
from hefa.paperwork.names import Purpose
from hefa.paperwork.papers import PROFILES
from tests.cast import World
from tests.paperwork.conftest import Earn

pytestmark = pytest.mark.django_db
backfill = import_module("hefa.paperwork.migrations.0004_place_rows_in_files")


def test_old_papers_get_their_files_and_what_is_still_known_of_their_rows(world: World, earn: Earn) -> None:
    awards = [earn(1, "王小明"), earn(2, "林一")]
    make_paper(
        offering=world.offering, profile=PROFILES["ecpa-hours-25"], purpose=Purpose.ECPA, purpose_note="",
        left_out=(), officer=world.alice, at=world.at,
    )  # fmt: skip
    PaperPart.objects.all().delete()
    PaperRow.objects.update(line=None, digital_hours=None, in_person_hours=None)
    Award.objects.filter(pk=awards[1].pk).update(version=2, in_person_hours=3)
    with connection.cursor() as cursor:
        cursor.execute(backfill.PARTS)
        cursor.execute(backfill.ROWS)
    assert list(PaperPart.objects.values_list("number", "file_name", "rows")) == [
        (1, "ecpa-hours-25_115_Test01_1.csv", 2)
    ]
    assert list(PaperRow.objects.order_by("pk").values_list("part", "line", "in_person_hours")) == [
        (1, 1, 2),
        (1, 2, None),
    ]
