"""承辦人申請: asked once, decided once, never by oneself."""

import pytest
from django.db import IntegrityError, transaction

from hefa.accounts.models import Account
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.organisers.actions import (
    AlreadyOfficer,
    OrganiserClosed,
    OwnRequest,
    RequestDecided,
    RequestOpen,
    approve_request,
    ask_office,
    decline_request,
    disable_organiser,
    withdraw_request,
)
from hefa.organisers.models import Officer, OfficeRequest, Organiser
from hefa.organisers.names import Decision, Duty
from hefa.organisers.queries import officers_of, undecided_requests
from tests import cast
from tests.cast import NOW, World, an_account
from tests.crowd import at_once

CONTACT = "02-1234-5678 分機 9"
TODAY = NOW.date()


def ask(account: Account, organiser: Organiser | None = None, *, name: str = "新綠協會") -> OfficeRequest:
    return ask_office(
        account=account,
        organiser=organiser,
        organiser_name=name,
        unit=None,
        duties=[Duty.SCAN, Duty.MANAGE],
        contact=CONTACT,
        at=NOW,
    )


def approve(request: OfficeRequest, by: Account, organiser: Organiser | None = None) -> Officer:
    return approve_request(request=request, organiser=organiser, duties=[Duty.MANAGE], by=by, at=NOW, today=TODAY)


@pytest.mark.django_db
def test_a_new_organiser_comes_with_its_first_officer(world: World) -> None:
    erin, olga = an_account("erin"), cast.olga().account
    request = ask(erin)
    assert list(undecided_requests()) == [request]
    officer = approve(request, olga)
    assert (officer.organiser.name, officer.duties, officer.account) == ("新綠協會", ["manage"], erin)
    assert officers_of(erin, on=TODAY).get() == officer
    request.refresh_from_db()
    assert (request.decision, request.decided_by, request.officer) == (Decision.APPROVED, olga, officer)
    verbs = list(AuditEntry.objects.order_by("-id").values_list("verb", flat=True)[:3])
    assert verbs == [Verb.OFFICE_REQUEST_APPROVED, Verb.OFFICER_APPOINTED, Verb.ORGANISER_APPROVED]
    assert not [entry for entry in AuditEntry.objects.all() if CONTACT in str(entry.facts)]


@pytest.mark.django_db
def test_a_request_is_open_once_and_the_table_says_so(world: World) -> None:
    erin = an_account("erin")
    first = ask(erin, world.organiser)
    with pytest.raises(RequestOpen):
        ask(erin, world.organiser)
    ask(erin, world.other_organiser)
    ask(erin)
    with pytest.raises(RequestOpen):
        ask(erin, name="另一個協會")
    withdraw_request(request=first, account=erin, at=NOW)
    ask(erin, world.organiser)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeRequest.objects.filter(pk=first.pk).update(decision=Decision.DECLINED)


@pytest.mark.django_db
def test_what_was_decided_stays_decided(world: World) -> None:
    olga, request = cast.olga().account, ask(an_account("erin"), world.organiser)
    decline_request(request=request, reason="請改由首長指派", by=olga, at=NOW)
    with pytest.raises(RequestDecided):
        approve(request, olga, world.organiser)
    with pytest.raises(RequestDecided):
        withdraw_request(request=request, account=request.account, at=NOW)
    assert not Officer.objects.filter(account=request.account).exists()


@pytest.mark.django_db
def test_who_is_not_approved(world: World) -> None:
    olga = cast.olga().account
    with pytest.raises(OwnRequest):
        approve(ask(olga, world.organiser), olga, world.organiser)
    with pytest.raises(AlreadyOfficer):
        approve(ask(world.alice.account, world.organiser), olga, world.organiser)
    disable_organiser(organiser=world.organiser, reason="停辦", by=olga, at=NOW)
    with pytest.raises(OrganiserClosed):
        approve(ask(an_account("erin"), world.organiser), olga, world.organiser)


@pytest.mark.django_db(transaction=True)
def test_two_operators_who_decide_at_once_decide_once() -> None:
    world = cast.build_world()
    olga, oscar = cast.olga().account, an_account("oscar")
    request = ask(an_account("erin"))

    def go(by: Account) -> bool:
        try:
            approve(request, by)
        except RequestDecided:
            return False
        return True

    assert sorted(at_once([lambda: go(olga), lambda: go(oscar)])) == [False, True]
    assert Organiser.objects.exclude(pk__in=[world.organiser.pk, world.other_organiser.pk]).count() == 1
