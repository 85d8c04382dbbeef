"""當事人請求: their clocks, their answers, and what is done when one is granted."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from hefa.accounts.models import Account, AccountLetter
from hefa.accounts.names import AccountEvent
from hefa.activities.actions import enrol
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.awards.models import Award
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from hefa.jobs.tasks import remind, tell_of_rights
from hefa.learners.actions import prove_link
from hefa.learners.models import AccountLink, Learner, NationalIdRecord
from hefa.learners.names import LinkProof
from hefa.paperwork.actions import make_paper
from hefa.paperwork.actions.erasing import erasure_of
from hefa.paperwork.actions.rights import (
    NotExtendable,
    RequestAnswered,
    RequestStands,
    answer_request,
    ask_right,
    close_letters,
    extend_request,
    letters_due,
)
from hefa.paperwork.actions.roster import make_roster
from hefa.paperwork.models import RightsRequest
from hefa.paperwork.names import Purpose, RosterFile
from hefa.paperwork.names.rights import Outcome, Right
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.queries.held import held_about
from hefa.paperwork.rules.rights import clock, due_on
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_registered, a_walk_in, an_account, an_id, olga
from tests.crowd import at_once

DAY = timedelta(days=1)


def a_proven(number: int = 2) -> AccountLink:
    """Somebody with an account that is proven to be hers."""
    code = a_registered(number)
    link = AccountLink.objects.select_related("account", "learner").get(account=code.account)
    assert prove_link(link=link, proof=LinkProof.OFFICER, actor=SYSTEM, at=NOW)
    link.refresh_from_db()
    return link


def ask(link: AccountLink, right: Right = Right.ERASE) -> RightsRequest:
    return ask_right(
        learner=link.learner, right=right, wish="請處理", account=link.account, entered_by=None, organiser=None, at=NOW
    )


@pytest.mark.control("個資法 §13")
@pytest.mark.parametrize(
    ("right", "days"),
    [(Right.ACCESS, 15), (Right.COPY, 15), (Right.CORRECT, 30), (Right.STOP, 30), (Right.ERASE, 30)],
)
def test_the_law_gives_days_and_once_as_many_more(right: Right, days: int) -> None:
    asked = date(2026, 11, 24)
    assert due_on(right, asked_on=asked, extended=False) == asked + days * DAY
    assert due_on(right, asked_on=asked, extended=True) == asked + 2 * days * DAY


@pytest.mark.parametrize(
    ("left", "words", "soon", "overdue"),
    [
        (6, "剩 6 天", False, False),
        (5, "剩 5 天", True, False),
        (0, "今天到期", True, False),
        (-1, "逾期 1 天", False, True),
    ],
)
def test_days_left_are_told_in_words(left: int, words: str, soon: bool, overdue: bool) -> None:
    told = clock(NOW.date() + left * DAY, on=NOW.date())
    assert (told.words, told.is_soon, told.is_overdue) == (words, soon, overdue)


@pytest.mark.control("個資法 §13")
@pytest.mark.django_db
def test_a_request_is_extended_once_in_time_and_never_after_the_answer(world: World) -> None:
    asked = ask(a_proven())
    assert asked.due_on == NOW.date() + 30 * DAY
    extend_request(request=asked, reason="須向開課單位查證", by=world.alice.account, at=NOW + 30 * DAY)
    asked.refresh_from_db()
    assert asked.due_on == NOW.date() + 60 * DAY
    with pytest.raises(NotExtendable):
        extend_request(request=asked, reason="再一次", by=world.alice.account, at=NOW + 31 * DAY)
    late = ask(AccountLink.objects.get(), Right.STOP)
    with pytest.raises(NotExtendable):
        extend_request(request=late, reason="太晚", by=world.alice.account, at=NOW + 31 * DAY)


@pytest.mark.django_db
def test_the_same_is_asked_once_until_it_is_answered(world: World) -> None:
    link = a_proven()
    asked = ask(link, Right.STOP)
    with pytest.raises(RequestStands):
        ask(link, Right.STOP)
    answer_request(request=asked, outcome=Outcome.DECLINED, answer="理由", by=world.alice.account, at=NOW)
    with pytest.raises(RequestAnswered):
        answer_request(request=asked, outcome=Outcome.GRANTED, answer="", by=world.alice.account, at=NOW)
    assert ask(link, Right.STOP).pk != asked.pk
    verbs = AuditEntry.objects.filter(subject_id=link.learner.public_id, verb__startswith="right_")
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == ["right_asked", "right_answered", "right_asked"]


@pytest.mark.django_db
def test_no_answer_stands_without_who_and_why(world: World) -> None:
    asked = ask(a_proven())
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsRequest.objects.filter(pk=asked.pk).update(answered_at=NOW, outcome=Outcome.GRANTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsRequest.objects.filter(pk=asked.pk).update(extended_at=NOW)


@pytest.mark.django_db
def test_a_declined_deletion_changes_nothing_and_a_granted_one_forgets_the_whole_person(world: World) -> None:
    link = a_proven()
    learner, account = link.learner, link.account
    declined = ask(link)
    answer_request(request=declined, outcome=Outcome.DECLINED, answer="依法應保存", by=world.alice.account, at=NOW)
    assert PersonalCode.objects.get().voided_at is None and Account.objects.get(pk=account.pk).is_active

    assert erasure_of(learner).whole
    answer_request(request=ask(link), outcome=Outcome.GRANTED, answer="已刪除", by=world.alice.account, at=NOW)
    assert not Learner.objects.exists() and not NationalIdRecord.objects.exists() and not PersonalCode.objects.exists()
    closed = Account.objects.get(pk=account.pk)
    assert (closed.is_active, closed.email, closed.email_digest) == (False, "", None)
    assert "李喆堃" not in (closed.name, closed.username) and not closed.has_usable_password()
    letter = AccountLetter.objects.get(event=AccountEvent.CLOSED)
    assert (letter.account, letter.address) == (closed, account.email), (
        "the owner is told, although the address is gone"
    )
    assert RightsRequest.objects.filter(learner=None, outcome=Outcome.GRANTED).count() == 1
    facts = AuditEntry.objects.get(verb=Verb.ERASED).facts
    assert facts == {"codes": 1, "accounts": 1, "person": 1, "awards": 0}


@pytest.mark.django_db
def test_a_deletion_leaves_what_the_law_keeps(world: World) -> None:
    link = a_proven()
    code = PersonalCode.objects.get()
    scan_code(a_gate(world.alice, world.offering), static_text(code))
    preview = erasure_of(link.learner)
    assert (preview.awards, preview.scans, preview.codes, preview.codes_kept, preview.whole) == (1, 1, 0, 1, False)
    answer_request(request=ask(link), outcome=Outcome.PARTLY, answer="時數保留", by=world.alice.account, at=NOW)
    award = Award.objects.get()
    assert award.learner == link.learner and award.revoked_at is None and award.code == code
    code.refresh_from_db()
    assert code.voided_at == NOW and not AccountLink.objects.exists()


@pytest.mark.django_db
def test_the_account_of_an_officer_is_not_closed(world: World) -> None:
    link = a_proven()
    AccountLink.objects.filter(pk=link.pk).update(account=world.bob.account)
    assert erasure_of(link.learner).accounts_in_office == 1
    asked = ask_right(
        learner=link.learner, right=Right.ERASE, wish="x", account=world.bob.account, entered_by=None, organiser=None,
        at=NOW,
    )  # fmt: skip
    answer_request(request=asked, outcome=Outcome.GRANTED, answer="x", by=world.alice.account, at=NOW)
    assert Account.objects.get(pk=world.bob.account_id).is_active


@pytest.mark.django_db
def test_a_granted_correction_corrects_the_name_and_a_stop_voids_the_codes(world: World) -> None:
    link = a_proven()
    answer_request(
        request=ask(link, Right.CORRECT), outcome=Outcome.GRANTED, answer="已更正", new_name="李哲坤",
        by=world.alice.account, at=NOW,
    )  # fmt: skip
    learner = Learner.objects.get()
    assert (learner.name, learner.name_corrected_at) == ("李哲坤", NOW)
    answer_request(
        request=ask(link, Right.STOP), outcome=Outcome.GRANTED, answer="已停止", by=world.alice.account, at=NOW
    )
    assert PersonalCode.objects.get().voided_at == NOW


@pytest.mark.django_db
def test_the_person_is_written_of_every_step_once(world: World) -> None:
    asked = ask(a_proven())
    told = [("已受理", "將於 115-12-24 前答覆")]
    tell_of_rights(timestamp=0)
    extend_request(request=asked, reason="須查證", by=world.alice.account, at=NOW)
    told.append(("延長處理期間", "須查證"))
    tell_of_rights(timestamp=0)
    answer_request(request=asked, outcome=Outcome.DECLINED, answer="依法應保存", by=world.alice.account, at=NOW)
    told.append(("處理結果", "依法應保存"))
    tell_of_rights(timestamp=0)
    tell_of_rights(timestamp=0)
    letters = [letter for letter in mail.outbox if letter.to == ["lizhekun@example.org"]]
    assert len(letters) == len(mail.outbox) == 3
    assert all(
        subject in one.subject and body in str(one.body) for one, (subject, body) in zip(letters, told, strict=True)
    )
    assert not any("李喆堃" in str(one.body) or an_id(2).value in str(one.body) for one in letters)


@pytest.mark.django_db
def test_letters_that_no_server_takes_wait_behind_the_others(world: World) -> None:
    link = a_proven()
    gone, new = ask(link, Right.STOP), ask(link, Right.COPY)
    close_letters(tried=letters_due()[:1], sent=[], at=NOW)
    assert [one.request for one in letters_due()] == [new, gone]


@pytest.mark.django_db
@pytest.mark.control("個資法 §3")
@pytest.mark.parametrize("right", [Right.ACCESS, Right.COPY])
def test_the_answer_to_who_asks_what_is_held_says_to_whom_it_went_when_and_what_for(world: World, right: Right) -> None:
    link = a_proven()
    enrol(offering=world.offering, learner=link.learner, unit=None, actor=SYSTEM, at=NOW - DAY)
    scan_code(a_gate(world.alice, world.offering), static_text(PersonalCode.objects.get()))
    left: dict[str, Any] = {"offering": world.offering, "purpose_note": "", "officer": world.alice}
    make_paper(profile=PROFILES["issued-list"], purpose=Purpose.REPORT, left_out=(), at=NOW, **left)
    make_roster(kind=RosterFile.CSV, purpose=Purpose.CHECK, at=NOW + DAY, **left)
    answer_request(request=ask(link, right), outcome=Outcome.GRANTED, answer="如附", by=world.alice.account, at=NOW)
    tell_of_rights(timestamp=0)
    body = str(mail.outbox[-1].body)
    told = [line for line in body.splitlines() if line.startswith("・")]
    assert len(told) == 2 and told[0].startswith("・115-11-25 09:30") and told[1].startswith("・115-11-24 09:30")
    assert all("測試活動001" in line and world.organiser.name in line for line in told)
    assert "核對核發名單" in told[0] and "活動成果報告" in told[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("right", "outcome", "says"),
    [
        (Right.ACCESS, Outcome.GRANTED, True),
        (Right.ACCESS, Outcome.DECLINED, False),
        (Right.STOP, Outcome.GRANTED, False),
    ],
)
def test_who_is_told_that_nothing_went_anywhere(right: Right, outcome: Outcome, says: bool, world: World) -> None:
    answer_request(request=ask(a_proven(), right), outcome=outcome, answer="x", by=world.alice.account, at=NOW)
    tell_of_rights(timestamp=0)
    assert ("沒有提供給其他機關或人員" in str(mail.outbox[-1].body)) is says


@pytest.mark.django_db
def test_who_is_in_charge_is_written_when_it_presses(world: World) -> None:
    olga(at=NOW)
    ask(a_proven())
    RightsRequest.objects.update(due_on=date(2020, 1, 1))
    remind(timestamp=0)
    [letter] = [one for one in mail.outbox if one.to == ["olga@example.org"]]
    assert "當事人請求 1 件即將到期或已逾期（逾期 1 件）" in str(letter.body)


@pytest.mark.django_db
@pytest.mark.control("個資法 §3")
def test_what_is_held_names_everything_and_no_whole_number(world: World) -> None:
    link = a_proven()
    scan_code(a_gate(world.alice, world.offering), static_text(PersonalCode.objects.get()))
    ask(link)
    held = held_about(link.learner)
    assert [
        len(held[title]) for title in ("基本資料", "個人帳號", "個人條碼", "學習時數", "掃描紀錄", "當事人請求")
    ] == [1] * 6
    assert (
        held["學習時數"][0]["活動"] == "測試活動001 第 1 期"
        and held["個人帳號"][0]["電子郵件"] == "lizhekun@example.org"
    )
    assert an_id(2).value not in str(held) and an_id(2).last4 in str(held)


@pytest.mark.django_db
def test_who_only_says_to_be_somebody_is_not_told_to_that_person(world: World) -> None:
    link = a_proven()
    other = an_account("mallory", name="王大同")
    AccountLink.objects.create(account=other, learner=link.learner, linked_at=NOW)
    assert "mallory" not in str(held_about(link.learner))


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one() -> None:
    link = a_proven()
    asked, by = ask(link, Right.STOP), an_account("staff")

    def answer() -> bool:
        try:
            answer_request(request=asked, outcome=Outcome.GRANTED, answer="x", by=by, at=NOW)
        except RequestAnswered:
            return False
        return True

    assert sorted(at_once([answer] * 4)) == [False, False, False, True]
    assert AuditEntry.objects.filter(verb=Verb.RIGHT_ANSWERED).count() == 1
    assert a_walk_in(40).code.learner_id != link.learner_id
