"""事故影響範圍 in the operator's browser: the window to the minute, and words for one that cannot be."""

import io
import zipfile

import pytest
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.codes.queries import static_text
from tests.awards.phone import scan_code
from tests.cast import Gate, World, a_gate, a_walk_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate(world: World) -> Gate:
    """Persons 1 and 2 were scanned at it."""
    made = a_gate(world.alice, world.offering)
    for number in (1, 2):
        scan_code(made, static_text(a_walk_in(number).code))
    return made


DAY = {"since_on": "115-11-24", "until_on": "115-11-24", "purpose": "手機遺失"}


def packed(olga: Client, gate: Gate, **told: str) -> str:
    """The cover of what the page delivers for the gate."""
    answer = olga.post("/operator/incident/", DAY | {"station": str(gate.station.public_id)} | told)
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        return pack.read("封面.txt").decode("utf-8-sig")


def test_an_operator_packs_for_a_purpose(olga: Client, gate: Gate) -> None:
    assert "請填寫用途" in olga.post("/operator/incident/", DAY | {"purpose": ""}).content.decode()
    assert "受影響人數：2" in packed(olga, gate)
    assert AuditEntry.objects.filter(verb=Verb.INCIDENT_PACKED).count() == 1


def test_the_page_takes_a_window_to_the_minute(olga: Client, gate: Gate) -> None:
    """Both were scanned at 09:30 in Taipei: the first minute counts, the last does not."""
    assert "受影響人數：2" in packed(olga, gate, since_time="09:30", until_time="09:31")
    assert "受影響人數：0" in packed(olga, gate, since_on="115-11-23", until_on="115-11-23")
    assert "受影響人數：0" in packed(olga, gate, until_time="09:30")
    assert "期間：115-11-24 09:00 至 115-11-24 12:00" in packed(olga, gate, since_time="09:00", until_time="12:00")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"until_on": "115-11-23"}, "結束須晚於開始。"),
        ({"since_time": "09:30", "until_time": "09:30"}, "結束須晚於開始。"),
        ({"since_time": "25:00"}, "請輸入時間，例如 09:00。"),
        ({"since_on": "115-11-25", "until_on": "115-11-25"}, "這段期間還沒有開始，請確認日期與時間。"),
        ({"since_on": ""}, "請輸入日期起。"),
    ],
)
def test_a_window_that_cannot_be_is_told(olga: Client, told: dict[str, str], words: str) -> None:
    assert words in olga.post("/operator/incident/", DAY | told).content.decode()
    assert not AuditEntry.objects.filter(verb=Verb.INCIDENT_PACKED).exists()
