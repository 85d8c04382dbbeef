"""學習護照: what counts, for whom."""

from datetime import timedelta
from decimal import Decimal

import pytest

from hefa.audit.names import SYSTEM
from hefa.awards.actions import revoke_awards
from hefa.awards.models import Award
from hefa.awards.names import AwardState
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from hefa.learners.actions import prove_link
from hefa.learners.names import LinkProof
from hefa.learners.queries import link_of
from hefa.passbook.queries import passbook_of, passbook_of_holder, progress_of
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_registered, a_walk_in, an_activity, an_offering

pytestmark = pytest.mark.django_db


def earn(world: World, code: PersonalCode, number: int = 1) -> Award:
    offering = world.offering if number == 1 else an_offering(an_activity(world.organiser, code=f"T{number}"))
    scan_code(a_gate(world.alice, offering), static_text(code))
    return Award.objects.latest("pk")


def test_hours_add_up_by_year_and_tell_what_is_missing(world: World) -> None:
    code = a_registered()
    earn(world, code)
    earn(world, code, 2)
    assert code.account is not None
    [year] = passbook_of(code.account).years
    assert (year.roc_year, year.total, year.missing, len(year.lines)) == (115, Decimal(4), Decimal(0), 2)


def test_a_failed_award_is_shown_and_does_not_count(world: World) -> None:
    code = a_registered()
    Award.objects.filter(pk=earn(world, code).pk).update(state=AwardState.FAILED)
    assert code.account is not None
    [year] = passbook_of(code.account).years
    assert (year.total, year.missing, year.lines[0].counts) == (Decimal(0), Decimal(4), False)


@pytest.mark.control("附表十 非內部使用者之識別與鑑別 1")
def test_an_account_that_is_not_proven_sees_what_its_own_code_earned_alone(world: World) -> None:
    account = a_registered(1, name="王小明").account
    assert account is not None
    earn(world, a_walk_in(1).code)
    assert passbook_of(account).is_empty and not passbook_of(account).proven
    link = link_of(account)
    assert link is not None and prove_link(link=link, proof=LinkProof.OFFICER, actor=SYSTEM, at=NOW)
    assert len(passbook_of(account).years[0].lines) == 1 and passbook_of(account).proven


def test_a_browser_sees_its_own_codes_alone(world: World) -> None:
    mine, other = a_walk_in(1).code, a_walk_in(2, name="林一").code
    earn(world, mine)
    assert mine.holder is not None and other.holder is not None
    assert [line.name for line in passbook_of_holder(mine.holder).years[0].lines] == ["王小明"]
    assert passbook_of_holder(other.holder).is_empty


def test_a_revoked_award_is_gone_and_the_tag_of_the_code_page_changes(world: World) -> None:
    code = a_walk_in().code
    before = progress_of(code, since=NOW - timedelta(hours=1)).tag
    award = earn(world, code)
    after = progress_of(code, since=NOW - timedelta(hours=1))
    assert after.tag != before and len(after.lines) == 1
    assert progress_of(code, since=NOW + timedelta(seconds=1)).lines == []
    seen = {award.public_id: award.version}
    revoke_awards(offering=world.offering, versions=seen, reason="測試", officer=world.alice, at=NOW)
    assert progress_of(code, since=NOW - timedelta(hours=1)).lines == []
