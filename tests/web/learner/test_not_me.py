"""「不是我」: a learner objects to an award, once; the officer settles it, and the learner reads the answer."""

from functools import partial

import pytest
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.audit.names import VISITOR, Verb
from hefa.awards.actions import object_to_award, settle_objection, withdraw_objection
from hefa.awards.models import Award, AwardObjection
from hefa.awards.names import ObjectionOutcome
from hefa.codes.queries import static_text
from tests.cast import NOW, World, a_gate, a_registered, a_walk_in
from tests.crowd import at_once
from tests.door import scan_over_http
from tests.web.conftest import logged_in
from tests.web.learner.pages import browser_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(world: World) -> Client:
    """The browser of somebody who has hours by an account's code."""
    code = a_registered(2)
    scan_over_http(a_gate(world.alice, world.offering), static_text(code))
    client = Client()
    client.force_login(code.account)  # type: ignore[arg-type]
    return client


def path(*, withdrawal: bool = False) -> str:
    return f"/passbook/{Award.objects.get().public_id}/not-me/" + ("withdrawal/" if withdrawal else "")


def desk(world: World) -> str:
    where = f"/backoffice/offerings/{world.offering.public_id}/"
    return f"{where}objections/{AwardObjection.objects.latest('pk').public_id}/"


@pytest.mark.control("T3", "T14")
def test_learner_officer_and_history_tell_how_sure_an_award_is(world: World, mine: Client) -> None:
    assert "來源：掃描（個人帳號條碼）" in text_of(mine.get("/passbook/"))
    assert "掃描（個人帳號條碼）" in text_of(
        logged_in(world.alice).get(f"/backoffice/offerings/{world.offering.public_id}/awards/")
    )


@pytest.mark.control("T3")
def test_an_objection_goes_to_the_officer_and_the_award_stays_until_it_is_settled(world: World, mine: Client) -> None:
    assert "不是我" in text_of(mine.get("/passbook/"))
    asked = text_of(mine.get(path()))
    assert "當天我沒有參加" in asked and "115-11-24" in asked
    page = text_of(mine.post(path(), {"reason": "當天我在上班"}, follow=True))
    assert "已通知開課單位" in page and "開課單位處理中" in page and path() + '"' not in page
    assert "這筆時數已經反映過" in text_of(mine.post(path(), {}, follow=True))
    assert Award.objects.get().revoked_at is None

    alice = logged_in(world.alice)
    listed = text_of(alice.get(f"/backoffice/offerings/{world.offering.public_id}/awards/"))
    assert "學員反映不是本人：1 筆" in listed and "當天我在上班" in listed
    assert "請填寫答覆學員" in text_of(alice.post(desk(world), {"outcome": "revoked"}))
    alice.post(desk(world), {"outcome": "revoked", "answer": "已查明，非您本人參加"})
    award, objection = Award.objects.get(), AwardObjection.objects.get()
    assert (award.revoke_reason, award.revoked_by) == ("非本人", world.alice.account)
    assert objection.settled_by == world.alice.account
    assert "還沒有環境教育時數" in text_of(mine.get("/passbook/"))
    verbs = (Verb.AWARD_OBJECTED, Verb.OBJECTION_SETTLED, Verb.AWARD_REVOKED)
    assert AuditEntry.objects.filter(verb__in=verbs, subject_id=award.public_id).count() == 3


def test_an_award_that_is_kept_is_answered(world: World, mine: Client) -> None:
    mine.post(path(), {})
    logged_in(world.alice).post(desk(world), {"outcome": "kept", "answer": "簽到表有您的簽名"})
    page = text_of(mine.get("/passbook/"))
    assert "開課單位答覆：簽到表有您的簽名" in page and "實體 2 小時" in page
    assert "不能撤回" in text_of(mine.post(path(withdrawal=True), follow=True))


def test_it_can_be_taken_back_and_said_again_until_it_is_settled(world: World, mine: Client) -> None:
    mine.post(path(), {})
    assert "已撤回" in text_of(mine.post(path(withdrawal=True), follow=True))
    assert "學員反映" not in text_of(
        logged_in(world.alice).get(f"/backoffice/offerings/{world.offering.public_id}/awards/")
    )
    mine.post(path(), {})
    assert AwardObjection.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_a_number_in_the_reason_is_refused(mine: Client) -> None:
    assert "請勿填寫身分證字號" in text_of(mine.post(path(), {"reason": "我是A123456789"}))
    assert not AwardObjection.objects.exists()


@pytest.mark.control("T16")
def test_only_whoever_is_shown_an_award_objects_to_it(world: World, mine: Client) -> None:
    for stranger in (Client(), browser_of(a_walk_in(3)), logged_in(world.charlie)):
        assert [stranger.get(path()).status_code, stranger.post(path(), {}).status_code] == [404, 404]
        assert stranger.post(path(withdrawal=True)).status_code == 404
    mine.post(path(), {})
    assert logged_in(world.charlie).post(desk(world), {"outcome": "revoked", "answer": "x"}).status_code == 404
    assert logged_in(world.dora).post(desk(world), {"outcome": "revoked", "answer": "x"}).status_code == 403
    assert AwardObjection.objects.get().settled_at is None


def test_a_browser_without_an_account_objects_to_what_its_codes_earned(world: World) -> None:
    made = a_walk_in(5)
    scan_over_http(a_gate(world.alice, world.offering), static_text(made.code))
    assert "已通知開課單位" in text_of(browser_of(made).post(path(), {}, follow=True))


@pytest.mark.django_db(transaction=True)
def test_of_a_withdrawal_and_two_settlements_at_once_one_counts(world: World) -> None:
    scan_over_http(a_gate(world.alice, world.offering), static_text(a_walk_in(5).code))
    award = Award.objects.select_related("offering__activity__organiser").get()
    said = at_once([partial(object_to_award, award=award, reason="", actor=VISITOR, at=NOW)] * 8)
    assert said.count(True) == 1
    settle = partial(settle_objection, objection=AwardObjection.objects.get(), answer="已查明", at=NOW)
    done = at_once(
        [
            partial(settle, outcome=ObjectionOutcome.REVOKED, officer=world.alice),
            partial(settle, outcome=ObjectionOutcome.KEPT, officer=world.bob),
            partial(withdraw_objection, award=award, actor=VISITOR, at=NOW),
        ]
    )
    assert done.count(True) == 1
    objection = AwardObjection.objects.get()
    assert (Award.objects.get().revoked_at is not None) == (objection.outcome == ObjectionOutcome.REVOKED)
