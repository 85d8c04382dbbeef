"""What a code is good for at the gate: voided, expired, unknown, typed, live, or shown in two places."""

import hashlib
from datetime import timedelta

import pytest

from hefa.activities.names import ScanPolicy
from hefa.audit.names import SYSTEM
from hefa.awards.actions import StationPaused
from hefa.awards.models import Award, Review, Scan
from hefa.awards.names import Flag, Refusal, ReviewReason, Verdict
from hefa.base.code_token import make_live, slot_of, write
from hefa.codes.actions import make_typed, void_code
from hefa.codes.models import PersonalCode
from hefa.codes.names import VoidReason
from hefa.codes.queries import static_text
from hefa.keys.ring import ring
from tests import cast
from tests.awards.phone import scan, scan_code

MINUTE = timedelta(minutes=1)


def live_text(code: PersonalCode, *, slots_ago: int = 0) -> str:
    kid, master = ring("code").current
    slot = slot_of(cast.NOW) - slots_ago
    return write(make_live(master=master, kid=kid, code_id=bytes(code.code_id), last_day=code.expires_on, slot=slot))


def test_voided_code_is_refused_in_the_words_of_the_manual(gate: cast.Gate, code: PersonalCode) -> None:
    void_code(code=code, reason=VoidReason.OWNER, actor=SYSTEM, at=cast.NOW - MINUTE)
    answer = scan_code(gate, static_text(code))
    assert (answer.refusal, answer.message) == (Refusal.VOIDED_CODE, "QRCode 已失效，請重新產生 QRCode")
    assert not Award.objects.exists()


def test_expired_code_is_refused(gate: cast.Gate, code: PersonalCode) -> None:
    PersonalCode.objects.filter(pk=code.pk).update(expires_on=cast.NOW.date() - timedelta(days=1))
    assert scan_code(gate, static_text(code)).refusal == Refusal.EXPIRED_CODE


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("https://example.org/", id="a foreign QR"),
        pytest.param("", id="nothing"),
        pytest.param("9" * 63, id="digits that are no token"),
        pytest.param("1" * 62, id="cut off"),
        pytest.param("\N{FULLWIDTH DIGIT ONE}" * 63, id="full-width digits"),
    ],
)
def test_text_that_is_no_code_of_ours_is_unknown(gate: cast.Gate, text: str) -> None:
    answer = scan_code(gate, text)
    assert (answer.refusal, answer.message) == (
        Refusal.UNKNOWN_CODE,
        "非環境教育個人條碼，無法核發時數",
    )


@pytest.mark.control("T11", "T6")
def test_code_with_an_altered_digit_is_unknown(gate: cast.Gate, code: PersonalCode) -> None:
    text = static_text(code)
    altered = text[:-1] + str((int(text[-1]) + 1) % 10)
    assert scan_code(gate, altered).refusal == Refusal.UNKNOWN_CODE


def test_foreign_qr_is_stored_by_its_hash_alone(gate: cast.Gate) -> None:
    digest = hashlib.sha256(b"https://example.org/").digest()
    answer = scan(gate, cast.told(gate, code_hash=digest.hex(), local="refused:UNKNOWN_CODE"))[0]
    stored = Scan.objects.get()
    assert answer.refusal == Refusal.UNKNOWN_CODE
    assert stored.foreign_digest is not None
    assert bytes(stored.foreign_digest) == digest


@pytest.mark.control("T6", "附表十 資通系統監控 2")
def test_thirty_bad_codes_in_a_minute_pause_the_station(gate: cast.Gate, code: PersonalCode) -> None:
    scan(gate, *(cast.told(gate, code="bad", seq=seq) for seq in range(30)))
    with pytest.raises(StationPaused):
        scan_code(gate, "bad", at=cast.NOW + MINUTE / 2)
    assert scan_code(gate, static_text(code)).verdict == Verdict.AWARDED
    assert scan_code(gate, "bad", at=cast.NOW + 2 * MINUTE).refusal == Refusal.UNKNOWN_CODE


def test_typed_digits_award_once(gate: cast.Gate, code: PersonalCode) -> None:
    digits = make_typed(code=code, at=cast.NOW)
    item = cast.told(gate, typed=digits, source="typed")
    assert scan(gate, item)[0].verdict == Verdict.AWARDED
    assert scan(gate, item)[0].replayed
    assert scan(gate, cast.told(gate, typed=digits, source="typed"))[0].refusal == Refusal.WRONG_TYPED_CODE


def test_typed_digits_die_after_five_minutes(gate: cast.Gate, code: PersonalCode) -> None:
    digits = make_typed(code=code, at=cast.NOW - timedelta(minutes=5, seconds=1))
    assert scan(gate, cast.told(gate, typed=digits, source="typed"))[0].refusal == Refusal.WRONG_TYPED_CODE


@pytest.mark.parametrize(
    ("policy", "slots_ago", "verdict", "refusal", "flags"),
    [
        pytest.param(ScanPolicy.LIVE_ONLY, 0, Verdict.AWARDED, None, (), id="fresh where only live counts"),
        pytest.param(ScanPolicy.LIVE_ONLY, 10, Verdict.REVIEW, None, (), id="five minutes old where only live counts"),
        pytest.param(
            ScanPolicy.LIVE_ONLY, 30, Verdict.REFUSED, Refusal.STALE_LIVE_CODE, (), id="a screenshot of a while ago"
        ),
        pytest.param(
            ScanPolicy.STATIC_OK, 30, Verdict.AWARDED, None, (Flag.SCREENSHOT,), id="the same where static is allowed"
        ),
    ],
)
def test_live_code_by_its_age(
    world: cast.World,
    code: PersonalCode,
    policy: ScanPolicy,
    slots_ago: int,
    verdict: Verdict,
    refusal: Refusal | None,
    flags: tuple[Flag, ...],
) -> None:
    activity = cast.an_activity(world.organiser, code="Live01", scan_policy=policy)
    gate = cast.a_gate(world.alice, cast.an_offering(activity))
    answer = scan_code(gate, live_text(code, slots_ago=slots_ago))
    assert (answer.verdict, answer.refusal, answer.flags) == (verdict, refusal, flags)


def test_static_code_where_only_live_counts(world: cast.World, code: PersonalCode) -> None:
    activity = cast.an_activity(world.organiser, code="Live01", scan_policy=ScanPolicy.LIVE_ONLY)
    gate = cast.a_gate(world.alice, cast.an_offering(activity))
    assert scan_code(gate, static_text(code)).refusal == Refusal.WRONG_POLICY


def test_same_picture_of_a_live_code_at_two_offerings_is_reviewed(
    world: cast.World, gate: cast.Gate, code: PersonalCode
) -> None:
    later = cast.an_offering(world.activity, number=2, starts_in=timedelta(minutes=-20))
    text = live_text(code)
    assert scan_code(gate, text).verdict == Verdict.AWARDED
    answer = scan_code(cast.a_gate(world.bob, later), text)
    assert (answer.verdict, answer.reasons) == (Verdict.REVIEW, (ReviewReason.SAME_SLOT_TWICE,))
    assert Review.objects.get().offering == later
