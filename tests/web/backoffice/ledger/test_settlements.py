"""What only an officer decides: scans under review, names that differ, accounts at sight of the card."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import settle_reviews
from hefa.awards.models import Award, Review
from hefa.awards.names import AwardState, Settlement
from hefa.codes.queries import static_text
from hefa.learners.models import AccountLink
from tests.cast import World, a_gate, a_registered, a_walk_in, an_id, batch, told
from tests.web.backoffice.conftest import Earn, address

pytestmark = pytest.mark.django_db


def settlement(review: Review) -> str:
    return f"reviews/{review.public_id}/settlement/"


def send(browser: Client, world: World, where: str, **fields: str) -> str:
    answer = browser.post(address(world, where), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_review_page_tells_what_the_officer_needs(alice: Client, world: World, waiting: Callable[..., Review]) -> None:
    html = alice.get(address(world, settlement(waiting(1, "王小明")))).content.decode()
    for told_there in (
        "王小明",
        f"******{an_id(1).last4}",
        "現場未予核發",
        "QRCode 已失效，請重新產生 QRCode",
        "115-11-24 09:30",
        "大門",
    ):
        assert told_there in html


def test_review_settled_as_awarded_makes_the_award(alice: Client, world: World, waiting: Callable[..., Review]) -> None:
    review = waiting()
    html = send(alice, world, settlement(review), settlement="awarded", reason="本人在場")
    review.refresh_from_db()
    assert "已確認：核發。" in html and "待承辦人確認：" not in html
    assert review.award == Award.objects.get() and review.settlement_reason == "本人在場"
    assert AuditEntry.objects.filter(verb=Verb.REVIEW_SETTLED, subject_id=review.public_id).count() == 1


def test_review_dismissed_makes_no_award(alice: Client, world: World, waiting: Callable[..., Review]) -> None:
    review = waiting()
    assert "已確認：不核發。" in send(alice, world, settlement(review), settlement="dismissed", reason="非本人")
    assert not Award.objects.exists()


def test_review_is_settled_once(alice: Client, bob: Client, world: World, waiting: Callable[..., Review]) -> None:
    review = waiting()
    send(alice, world, settlement(review), settlement="dismissed", reason="非本人")
    html = send(bob, world, settlement(review), settlement="awarded", reason="本人")
    review.refresh_from_db()
    assert "已由其他承辦人先行確認" in html
    assert (review.settlement, review.settled_by) == ("dismissed", world.alice.account) and not Award.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"settlement": "awarded"}, "請填寫原因。"),
        ({"settlement": "awarded", "reason": "  "}, "請填寫原因。"),
        ({"reason": "本人"}, "請選擇核發或不核發。"),
        ({"settlement": "maybe", "reason": "本人"}, "沒有這個選項"),
        ({"settlement": "awarded", "reason": "長" * 201}, "200"),
    ],
)
def test_review_needs_an_outcome_and_a_reason(
    alice: Client, world: World, waiting: Callable[..., Review], fields: dict[str, str], sentence: str
) -> None:
    review = waiting()
    html = send(alice, world, settlement(review), **fields)
    review.refresh_from_db()
    assert sentence in html and 'role="alert"' in html and review.settled_at is None


@pytest.fixture
def differing(world: World, earn: Earn) -> Award:
    """王曉明 was scanned where the number belongs to 王小明."""
    a_walk_in(1, name="王小明")
    return earn(1, "王曉明")


def naming(award: Award) -> str:
    return f"awards/{award.public_id}/name/"


@pytest.mark.parametrize(
    ("outcome", "state", "name"),
    [
        ("same", AwardState.REVIEWED, "王小明"),
        ("renamed", AwardState.REVIEWED, "王曉明"),
        ("other", AwardState.FAILED, "王小明"),
    ],
)
def test_name_is_settled(
    alice: Client, world: World, differing: Award, outcome: str, state: AwardState, name: str
) -> None:
    page = alice.get(address(world, naming(differing))).content.decode()
    assert "王小明" in page and "王曉明" in page
    send(alice, world, naming(differing), outcome=outcome, version="1", reason="核對證件")
    differing.refresh_from_db()
    differing.learner.refresh_from_db()
    assert (differing.state, differing.learner.name) == (state, name)
    assert AuditEntry.objects.filter(verb=Verb.NAME_SETTLED).count() == 1
    [kept] = differing.corrections.all()
    assert (kept.version, kept.reason, kept.corrected_by) == (differing.version, "核對證件", world.alice.account)
    story = alice.get(address(world, f"awards/{differing.public_id}/history/")).content.decode()
    assert "原因：核對證件" in story.split("確認姓名：")[1]


def test_name_settled_on_an_old_page_changes_nothing(
    alice: Client, bob: Client, world: World, differing: Award
) -> None:
    Award.objects.filter(pk=differing.pk).update(version=2)
    html = send(bob, world, naming(differing), outcome="other", version="1", reason="x")
    differing.refresh_from_db()
    assert "已由其他承辦人先行確認" in html and differing.state == AwardState.NAME_DIFFERS


def test_name_is_settled_once(alice: Client, bob: Client, world: World, differing: Award) -> None:
    send(alice, world, naming(differing), outcome="same", version="1", reason="核對證件")
    html = send(bob, world, naming(differing), outcome="other", version="1", reason="x")
    differing.refresh_from_db()
    assert "已由其他承辦人先行確認" in html and differing.state == AwardState.REVIEWED


@pytest.mark.parametrize("fields", [{"outcome": "same", "version": "1"}, {"version": "1", "reason": "x"}])
def test_name_needs_an_outcome_and_a_reason(
    alice: Client, world: World, differing: Award, fields: dict[str, str]
) -> None:
    assert 'role="alert"' in send(alice, world, naming(differing), **fields)
    differing.refresh_from_db()
    assert differing.state == AwardState.NAME_DIFFERS


@pytest.fixture
def unproven(world: World) -> Award:
    """李喆堃's account earned an award; nobody has seen the card yet."""
    gate, code = a_gate(world.alice, world.offering), a_registered(2)
    Client().post(
        "/api/scan/v1/scans",
        batch(gate, told(gate, code=static_text(code))),
        content_type="application/json",
        headers={"Authorization": gate.authorization},
    )
    return Award.objects.get(code=code)


def proving(award: Award) -> str:
    return f"awards/{award.public_id}/account/"


def test_account_is_proven_at_sight_of_the_card(alice: Client, world: World, unproven: Award) -> None:
    assert proving(unproven) in alice.get(address(world)).content.decode()
    assert "請當面核對身分證件後勾選。" in send(alice, world, proving(unproven))
    assert AccountLink.objects.get().proven_at is None
    html = send(alice, world, proving(unproven), card_seen="on")
    assert "已確認帳號為本人" in html and proving(unproven) not in html
    assert (AccountLink.objects.get().proven_at, AccountLink.objects.get().proof) == (world.at, "officer")
    assert "沒有待確認的身分" in send(alice, world, proving(unproven), card_seen="on")
    assert AuditEntry.objects.filter(verb=Verb.ACCOUNT_PROVEN).count() == 1


def test_walk_in_has_no_account_to_prove(alice: Client, world: World, earn: Earn) -> None:
    award = earn(1)
    assert proving(award) not in alice.get(address(world)).content.decode()
    assert "沒有待確認的身分" in send(alice, world, proving(award), card_seen="on")


def test_settling_doors_refuse_others(
    dora: Client, charlie: Client, world: World, differing: Award, waiting: Callable[..., Review]
) -> None:
    doors = {
        settlement(waiting(5, "林一")): {"settlement": "awarded", "reason": "x"},
        naming(differing): {"outcome": "same", "version": "1", "reason": "x"},
        proving(differing): {"card_seen": "on"},
    }
    for where, fields in doors.items():
        for browser, status in ((dora, 403), (charlie, 404)):
            for answer in (browser.get(address(world, where)), browser.post(address(world, where), fields)):
                assert answer.status_code == status, where
                assert "王" not in answer.content.decode() and "林一" not in answer.content.decode()
        assert charlie.post(address(world, where, world.other_offering), fields).status_code in (302, 404)
        assert Client().get(address(world, where))["Location"].startswith("/login/")
        assert dora.put(address(world, where)).status_code in (403, 405)
    differing.refresh_from_db()
    assert differing.state == AwardState.NAME_DIFFERS
    assert not Review.objects.filter(settled_at__isnull=False).exists()


def test_settling_doors_take_get_and_post(alice: Client, world: World, differing: Award) -> None:
    assert alice.put(address(world, naming(differing))).status_code == 405


def together(browser: Client, world: World, *reviews: Review, **fields: str) -> str:
    told = {"reasons": "GATE_REFUSED", "review": [str(review.public_id) for review in reviews], **fields}
    answer = browser.post(address(world, "reviews/settlement/"), told, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_scans_that_wait_for_the_same_reason_are_settled_together(
    alice: Client, world: World, waiting: Callable[..., Review]
) -> None:
    reviews = [waiting(number, f"學員{number}") for number in (1, 2, 3)]
    assert "一次確認" in alice.get(address(world)).content.decode()
    page = alice.get(address(world, "reviews/settlement/"), {"reasons": "GATE_REFUSED"}).content.decode()
    assert page.count(" checked>") == 3 and "現場未予核發" in page
    html = together(alice, world, *reviews[:2], settlement="awarded", reason="現場手機時間錯誤")
    assert "已確認 2 筆：核發。" in html and "待承辦人確認：1 筆" in html
    assert Award.objects.count() == 2
    assert set(Review.objects.filter(settlement="awarded").values_list("settlement_reason", flat=True)) == {
        "現場手機時間錯誤"
    }
    assert AuditEntry.objects.filter(verb=Verb.REVIEW_SETTLED).count() == 2


def test_what_another_settled_meanwhile_is_counted_and_stays(
    alice: Client, bob: Client, world: World, waiting: Callable[..., Review]
) -> None:
    first, second = waiting(1, "王小明"), waiting(2, "林一")
    send(bob, world, settlement(first), settlement="dismissed", reason="非本人")
    assert "已確認 1 筆" in together(alice, world, first, second, settlement="awarded", reason="在場")
    first.refresh_from_db()
    assert first.settlement == "dismissed" and Award.objects.count() == 1
    assert "這些掃描已經確認" in together(alice, world, first, second, settlement="awarded", reason="在場")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"settlement": "awarded"}, "請填寫原因。"),
        ({"settlement": "awarded", "reason": "A123456789"}, "請勿填寫身分證字號。"),
        ({"reason": "在場"}, "請選擇核發或不核發。"),
        ({"settlement": "awarded", "reason": "在場", "review": ""}, "請勾選要確認的學員。"),
    ],
)
def test_together_needs_people_an_outcome_and_a_reason(
    alice: Client, world: World, waiting: Callable[..., Review], fields: dict[str, str], sentence: str
) -> None:
    review = waiting()
    html = together(alice, world, review, **fields)
    review.refresh_from_db()
    assert sentence in html and "A123456789" not in html and review.settled_at is None


def test_settling_takes_the_same_statements_for_one_and_for_many(world: World, waiting: Callable[..., Review]) -> None:
    def statements(reviews: list[Review]) -> int:
        with CaptureQueriesContext(connection) as captured:
            settle_reviews(
                offering=world.offering,
                reviews=[review.public_id for review in reviews],
                settlement=Settlement.AWARDED,
                reason="在場",
                officer=world.alice,
                at=world.at,
            )
        return len(captured)

    assert statements([waiting(1)]) == statements([waiting(number, f"學員{number}") for number in range(2, 12)])
