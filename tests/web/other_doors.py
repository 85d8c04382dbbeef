"""The things that stand in the addresses of the learner, the scanner, the shell, the operator and the records.

Beside `tests/web/doors.py`, which holds the back office's. A new address that takes something without a line here
fails `test_every_door`.
"""

from collections.abc import Mapping
from datetime import timedelta

from hefa.activities.actions import enrol_oneself
from hefa.audit.names import SYSTEM
from hefa.organisers.actions import AnnouncementPlan, announce, ask_office, disable_organiser, merge_organiser
from hefa.organisers.names import Column, Duty
from hefa.paperwork.actions.merging import merge_learners
from hefa.paperwork.actions.rights import ask_right
from hefa.paperwork.names.rights import Right
from hefa.paperwork.queries.merging import merge_preview
from hefa.stations.actions import PassPlan, make_pass, show_pass
from hefa.stations.models import ScanPass
from hefa.units.actions import keep_units_file
from tests.cast import NOW, World, a_walk_in, an_account, an_applicant, an_open_offering, disable
from tests.units.test_units_file import FIRST
from tests.web.doors import Things, offering


def a_scan_pass(world: World) -> ScanPass:
    """A pass of Alice's that holds for an hour."""
    hour = timedelta(hours=1)
    return make_pass(
        offerings=[world.offering], plan=PassPlan("東側門", (), NOW - hour, NOW + hour, 2), officer=world.alice, at=NOW
    )


def code(world: World) -> Mapping[str, object]:
    """Made in a browser that nobody here has."""
    return {"public_id": a_walk_in(91, name="羅詩涵").code.public_id}


def ticket(world: World) -> Mapping[str, object]:
    return {"token": show_pass(scan_pass=a_scan_pass(world), at=NOW)}


def open_offering(world: World) -> Mapping[str, object]:
    return {"public_id": an_open_offering(world.organiser).public_id}


def enrolment(world: World) -> Mapping[str, object]:
    """Of somebody else with an account."""
    one = enrol_oneself(offering=an_open_offering(world.organiser), link=an_applicant(92), at=NOW)
    return {"public_id": one.public_id}


def organiser(world: World) -> Mapping[str, object]:
    return {"public_id": world.organiser.public_id}


def officer(world: World) -> Mapping[str, object]:
    return {"public_id": world.bob.public_id}


def account(world: World) -> Mapping[str, object]:
    return {"public_id": world.bob.account.public_id}


def a_disabled_account(world: World) -> Mapping[str, object]:
    disable(world.bob.account)
    return account(world)


def a_disabled_organiser(world: World) -> Mapping[str, object]:
    disable_organiser(organiser=world.organiser, reason="裁撤", by=world.bob.account, at=NOW)
    return organiser(world)


def a_merged_organiser(world: World) -> Mapping[str, object]:
    merge_organiser(
        organiser=world.organiser,
        successor=world.other_organiser,
        reason="改制",
        by=world.bob.account,
        at=NOW,
        today=NOW.date(),
    )
    return organiser(world)


def request(world: World) -> Mapping[str, object]:
    asked = ask_office(
        account=an_account("gina"),
        organiser=world.organiser,
        organiser_name="",
        unit=world.green_water,
        duties=[Duty.SCAN],
        contact="02-1234-5678",
        at=NOW,
    )
    return {"public_id": asked.public_id}


def announcement(world: World) -> Mapping[str, object]:
    plan = AnnouncementPlan(Column.NEWS, "停機公告", "", 1, NOW.date(), None)
    return {"public_id": announce(plan=plan, changed=None, version=0, actor=SYSTEM, at=NOW).public_id}


def units_file(world: World) -> Mapping[str, object]:
    return {
        "public_id": keep_units_file(
            content=FIRST.encode("utf-8-sig"), by=world.bob.account.public_id, at=NOW
        ).public_id
    }


def rights_request(world: World) -> Mapping[str, object]:
    """Of somebody whose card the operator has seen."""
    asked = ask_right(
        learner=a_walk_in(95, name="羅詩涵").code.learner,
        right=Right.ACCESS,
        wish="",
        account=None,
        entered_by=world.bob.account,
        organiser=None,
        at=NOW,
    )
    return {"public_id": asked.public_id}


def merge(world: World) -> Mapping[str, object]:
    """Two numbers of one person, made one."""
    kept, gone = (a_walk_in(number, name="羅詩涵").code.learner for number in (96, 97))
    made = merge_learners(
        kept=kept,
        gone=gone,
        mark=merge_preview(kept, gone).mark,
        proven=None,
        reason="換發新式統一證號",
        by=world.bob.account,
        at=NOW,
    )
    return {"public_id": made.public_id}


def profile(world: World) -> Mapping[str, object]:
    return {"code": "ecpa-hours-25"}


THINGS: Mapping[str, Things] = {
    **dict.fromkeys(("learner:activity", "learner:enrol"), open_offering),
    **{
        f"learner:code_{page}": code
        for page in ("page", "png", "svg", "live_key", "print", "progress", "typed", "void")
    },
    "learner:withdrawal": enrolment,
    "learner:office_request": lambda world: {"organiser_id": world.other_organiser.public_id},
    "learner:reset_link": lambda world: {"token": "no-such-token"},
    **dict.fromkeys(("scanner:scanner", "scanner:own_station", "scanner:window", "scanner:room"), offering),
    "scanner:redeem": ticket,
    **{f"operator:{page}": account for page in ("account", "account_disabling", "factor_reset")},
    "operator:account_enabling": a_disabled_account,
    **dict.fromkeys(("operator:announcement", "operator:withdrawal"), announcement),
    "operator:codes": lambda world: {"which": "method"},
    "operator:code": lambda world: {"which": "method", "code": "1"},
    **dict.fromkeys(("operator:duties", "operator:leaving"), officer),
    **{f"operator:{page}": organiser for page in ("organiser", "changing", "disabling", "merging", "new_officer")},
    "operator:enabling": a_disabled_organiser,
    "operator:parting": a_merged_organiser,
    **{f"operator:profile{page}": profile for page in ("", "_copy", "_edit", "_switch")},
    "operator:decision": request,
    "operator:right": rights_request,
    **dict.fromkeys(("operator:merge", "operator:merge_parting"), merge),
    "operator:units_file": units_file,
    "records:app_list": lambda world: {"app_label": "awards"},
}
"""By the name of the address. Records are shown by their row's number, which `tests/web/opening.py` looks up."""
