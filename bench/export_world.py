"""The world of bench export: one offering and its people, put in in bulk. Who entered them is not what is measured."""

from datetime import UTC, datetime

from hefa.audit.names import SYSTEM
from hefa.awards.models import Award
from hefa.awards.names import Assurance, AwardSource, AwardState
from hefa.learners.models import Learner, NationalIdRecord
from hefa.organisers.actions import approve_organiser
from tests import cast

SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高"
GIVEN = "志明淑芬雅婷家豪怡君俊傑美玲建宏佩珊文雄麗華國榮玉珍承翰詩涵宇軒"
BATCH = 2000


def build(*, rows: int) -> None:
    """An organiser, its officer, a running offering, and `rows` awards of as many people."""
    at = datetime.now(UTC)
    unit = cast.a_unit("355000000I", "綠水縣政府環境保護局")
    organiser = approve_organiser(name=unit.name, unit=unit, actor=SYSTEM, at=at)
    cast.an_officer("alice", organiser, at=at)
    offering = cast.an_offering(cast.an_activity(organiser, at=at), at=at)
    for first in range(0, rows, BATCH):
        numbers = {n: cast.an_id(n) for n in range(first + 1, min(first + BATCH, rows) + 1)}
        learners = Learner.objects.bulk_create(
            Learner(name=_name(n), id_last4=number.last4, unit=unit, made_at=at) for n, number in numbers.items()
        )
        NationalIdRecord.objects.bulk_create(
            NationalIdRecord(learner=learner, number=number.value, kind=number.kind.name, recorded_at=at)
            for learner, number in zip(learners, numbers.values(), strict=True)
        )
        Award.objects.bulk_create(
            Award(
                offering=offering,
                learner=learner,
                unit=unit,
                digital_hours=0,
                in_person_hours=2,
                state=AwardState.REVIEWED,
                state_changed_at=at,
                source=AwardSource.SCAN,
                assurance=Assurance.WALK_IN,
                awarded_at=at,
                first_scanned_at=at,
            )
            for learner in learners
        )


def _name(n: int) -> str:
    return SURNAMES[n % len(SURNAMES)] + GIVEN[n * 7 % len(GIVEN)] + GIVEN[n * 11 % len(GIVEN)]
