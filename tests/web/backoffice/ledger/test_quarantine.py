"""系統無法判讀: an officer has scans that were put aside decided again, or dismisses them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hefa.activities.models import Offering
from hefa.awards.actions import ReasonMissing, SettledBefore, retry_quarantined
from hefa.awards.models import Award, Review, Scan
from hefa.awards.names import AwardState, Flag, ReviewReason
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from tests.awards.phone import scan
from tests.awards.poison import no_undo, poisoned
from tests.cast import NOW, World, a_gate, a_walk_in, told
from tests.web.backoffice.conftest import address

pytestmark = pytest.mark.django_db
PutAside = Callable[..., Review]


@pytest.fixture
def put_aside(world: World) -> PutAside:
    """A scan of this code that failed five times."""

    def failed(code: PersonalCode, offering: Offering | None = None, **changes: Any) -> Review:
        gate = a_gate(world.alice, offering or world.offering)
        item = told(gate, code=static_text(code), **changes)
        with poisoned(code, "scan"):
            for _ in range(5):
                scan(gate, item)
        return Review.objects.latest("pk")

    return failed


def where(review: Review) -> str:
    return f"reviews/{review.public_id}/settlement/"


def settle(browser: Client, world: World, review: Review, settlement: str = "awarded", **fields: str) -> str:
    sent = {"settlement": settlement, "reason": "依紙本核對", **fields}
    answer = browser.post(address(world, where(review)), sent, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_scan_that_was_put_aside_waits_in_words(alice: Client, world: World, put_aside: PutAside) -> None:
    review = put_aside(a_walk_in(unit=world.green_water).code)
    listed = alice.get(address(world)).content.decode()
    assert "待承辦人確認：1 筆" in listed and "系統無法判讀" in listed and "大門" in listed and "王小明" not in listed
    page = alice.get(address(world, where(review))).content.decode()
    assert "系統無法判讀" in page and "依紙本簽到" in page and "身分證字號：" not in page


def test_decided_again_it_makes_the_award_of_its_own_time(alice: Client, world: World, put_aside: PutAside) -> None:
    review = put_aside(a_walk_in(unit=world.green_water).code)
    assert "已確認：核發。" in settle(alice, world, review)
    review.refresh_from_db()
    award = Award.objects.get()
    assert (review.award, review.learner, review.settlement_reason) == (award, award.learner, "依紙本核對")
    assert (award.first_scanned_at, award.unit, award.station) == (NOW, world.green_water, review.scan.station)
    assert Scan.objects.get().verdict == "REVIEW"
    with pytest.raises(SettledBefore):
        retry_quarantined(review=review, reason="x", confirmed=frozenset(), officer=world.bob, at=NOW)


def test_while_the_defect_stands_it_keeps_waiting(alice: Client, world: World, put_aside: PutAside) -> None:
    code = a_walk_in().code
    review = put_aside(code)
    with poisoned(code):
        assert "仍無法判讀" in settle(alice, world, review)
    review.refresh_from_db()
    assert review.settled_at is None and not Award.objects.exists()
    assert "已確認：不核發。" in settle(alice, world, review, "dismissed")


def test_what_the_rules_ask_is_asked_before_it_is_awarded(alice: Client, world: World, put_aside: PutAside) -> None:
    a_walk_in(name="王小明")
    review = put_aside(a_walk_in(name="王大明").code, local="refused:EXPIRED_CODE")
    html = settle(alice, world, review)
    assert "判讀結果：現場未予核發" in html and 'name="confirmed" value="GATE_REFUSED"' in html
    assert not Award.objects.exists()
    assert "判讀結果" in settle(alice, world, review, confirmed="OUTSIDE_WINDOW-nonsense")
    settle(alice, world, review, confirmed="GATE_REFUSED")
    award = Award.objects.get()
    assert award.state == AwardState.NAME_DIFFERS and Flag.NAME_DIFFERS in award.flags


def test_what_the_rules_refuse_is_said_and_left_to_the_officer(
    alice: Client, world: World, put_aside: PutAside
) -> None:
    code = a_walk_in().code
    review = put_aside(code)
    PersonalCode.objects.filter(pk=code.pk).update(voided_at=NOW - timedelta(hours=1), void_reason="owner")
    assert "判讀結果：QRCode 已失效" in settle(alice, world, review)
    review.refresh_from_db()
    assert review.settled_at is None and not Award.objects.exists()


def test_whoever_has_the_hours_by_now_is_settled_with_them(alice: Client, world: World, put_aside: PutAside) -> None:
    code = a_walk_in().code
    review = put_aside(code)
    later = NOW + timedelta(minutes=5)
    scan(gate := a_gate(world.bob, world.offering), told(gate, code=static_text(code), at=later), at=later)
    assert "已確認：核發。" in settle(alice, world, review)
    review.refresh_from_db()
    award = Award.objects.get()
    assert review.award == award and award.first_scanned_at == NOW, "R4: the first scan moves back"


def test_many_are_decided_again_together(alice: Client, world: World, put_aside: PutAside) -> None:
    codes = [a_walk_in(number, name="林一").code for number in (1, 2, 3)]
    reviews = [put_aside(code) for code in codes]
    page = alice.get(address(world, "reviews/settlement/"), {"reasons": "QUARANTINED"}).content.decode()
    assert page.count(" checked>") == 3 and "依紙本簽到" in page
    sent = {"reasons": "QUARANTINED", "review": [str(one.public_id) for one in reviews]}
    with poisoned(codes[0]):
        answer = alice.post(
            address(world, "reviews/settlement/"), {**sent, "settlement": "awarded", "reason": "x"}, follow=True
        )
    html = answer.content.decode()
    assert "已重新判讀，核發 2 筆" in html and "另有 1 筆未能核發" in html and "待承辦人確認：1 筆" in html


def test_an_undo_that_was_put_aside_is_carried_out(world: World, put_aside: PutAside) -> None:
    code = a_walk_in().code
    gate = a_gate(world.alice, world.offering)
    item = told(gate, code=static_text(code))
    scan(gate, item)
    undo = told(gate, kind="undo", undoes=item["scan_id"], reason="掃錯人", seq=2)
    with no_undo():
        for _ in range(5):
            scan(gate, undo)
    review = Review.objects.get()
    assert retry_quarantined(review=review, reason="x", confirmed=frozenset(), officer=world.alice, at=NOW) is None
    review.refresh_from_db()
    assert Award.objects.get().revoked_at == NOW and review.settlement == "dismissed"


def test_it_asks_for_a_reason(world: World, put_aside: PutAside) -> None:
    review = put_aside(a_walk_in().code)
    with pytest.raises(ReasonMissing):
        retry_quarantined(review=review, reason=" ", confirmed=frozenset(), officer=world.alice, at=NOW)


def test_the_operator_reads_what_failed_and_where(
    olga: Client, alice: Client, world: World, put_aside: PutAside
) -> None:
    assert "系統無法判讀的掃描" not in olga.get("/operator/").content.decode()
    review, code = put_aside(a_walk_in(1).code), a_walk_in(2, name="林一").code
    gate = a_gate(world.bob, world.offering)
    with poisoned(code, "scan"):
        scan(gate, told(gate, code=static_text(code)))
    html = olga.get("/operator/").content.decode()
    assert "待承辦人確認 1 筆、手機重送中 1 筆" in html and "awards/actions/ledger.py" in html
    settle(alice, world, review, "dismissed")
    html = olga.get("/operator/").content.decode()
    assert "待承辦人確認 1 筆" not in html and "手機重送中 1 筆" in html


def test_reasons_that_were_never_shown_confirm_nothing(world: World, put_aside: PutAside) -> None:
    review = put_aside(a_walk_in().code, local="refused:EXPIRED_CODE")
    decision = retry_quarantined(
        review=review,
        reason="x",
        confirmed=frozenset({ReviewReason.OUTSIDE_WINDOW}),
        officer=world.alice,
        at=NOW,
    )
    assert getattr(decision, "reasons", None) == (ReviewReason.GATE_REFUSED,)
