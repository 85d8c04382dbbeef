"""Every address of the officers' doors with an object of Alice's organiser, and who may read it.

A new address without a line here fails `test_every_door`. `reads` tells whether an officer who may only read (檢視) is
shown the page; nobody but the organiser's own officers ever is, and a read-only officer changes nothing anywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hefa.activities.actions import add_attachment
from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import AttachmentKind
from hefa.awards.actions import GroupPlan, enter_group
from hefa.awards.models import Award, Review
from hefa.codes.queries import static_text
from hefa.organisers.models import Officer
from hefa.paperwork.actions import draw_sample, make_paper, stage_upload
from hefa.paperwork.actions.reminders import open_reminders
from hefa.paperwork.actions.rights import ask_right
from hefa.paperwork.actions.year import exempt_member, stage_roster
from hefa.paperwork.models import Reminder, YearMember, YearRoster
from hefa.paperwork.names import Purpose, UploadKind
from hefa.paperwork.names.rights import Right
from hefa.paperwork.papers import PROFILES
from hefa.stations.actions import PassPlan, make_pass
from tests.activities.files import PDF
from tests.cast import NOW, TWO_HOURS, World, a_gate, a_lecturer, a_walk_in, an_id, an_objection, enrolled
from tests.door import scan_over_http
from tests.paperwork.rosters import a_member, a_roster

Things = Callable[[World], Mapping[str, object]]


@dataclass(frozen=True)
class Door:
    """`things` makes or finds what stands in the address. `reads`: a read-only officer may open it."""

    things: Things = lambda world: {}
    reads: bool = True
    audits: bool = False
    """For auditors (查核) alone, of offerings that stand under them."""


def an_award(world: World, number: int = 71) -> Award:
    """Hours that somebody has at Alice's offering."""
    code = a_walk_in(number, name="何冠廷").code
    scan_over_http(a_gate(world.alice, world.offering), static_text(code))
    return Award.objects.get(code=code)


def a_review(world: World, number: int = 72) -> UUID:
    """A scan that waits for an officer."""
    code = a_walk_in(number, name="羅詩涵").code
    scan_over_http(a_gate(world.alice, world.offering), static_text(code), local="refused:VOIDED_CODE")
    return Review.objects.latest("pk").public_id


def offering(world: World) -> Mapping[str, object]:
    return {"public_id": world.offering.public_id}


def alice(world: World) -> Mapping[str, object]:
    return {"public_id": world.alice.public_id}


def lecturer(world: World) -> Mapping[str, object]:
    return {"public_id": a_lecturer(world.alice).public_id}


def award(world: World) -> Mapping[str, object]:
    return {**offering(world), "award_id": an_award(world).public_id}


def a_right(world: World) -> Mapping[str, object]:
    """A request that came to the counter of Alice's organiser."""
    asked = ask_right(
        learner=a_walk_in(74, name="何冠廷").code.learner,
        right=Right.COPY,
        wish="全部資料",
        account=None,
        entered_by=world.alice.account,
        organiser=world.organiser,
        at=NOW,
    )
    return {"public_id": asked.public_id}


def a_pass(world: World) -> Mapping[str, object]:
    plan = PassPlan("東側門", (), NOW, NOW + timedelta(hours=3), 2)
    made = make_pass(offerings=[world.offering], plan=plan, officer=world.alice, at=NOW)
    return {**offering(world), "pass_id": made.public_id}


def roster(world: World) -> Mapping[str, object]:
    return {"public_id": (YearRoster.objects.filter(organiser=world.organiser).first() or a_roster(world)).public_id}


def member(world: World) -> Mapping[str, object]:
    kept = YearRoster.objects.filter(organiser=world.organiser).first() or a_roster(world)
    return {**roster(world), "member_id": a_member(world, kept, 73, "何冠廷").public_id}


def a_proof(world: World) -> Mapping[str, object]:
    things = member(world)
    held = YearMember.objects.get(roster__organiser=world.organiser)
    exempt_member(member=held, version=1, reason="留職停薪", proof=PDF, officer=world.alice, at=NOW)
    return {**things, "proof_id": held.proofs.get().public_id}


def an_import(world: World) -> Mapping[str, object]:
    kept = a_roster(world)
    content = "姓名,身分證字號末四碼\n何冠廷,0001\n".encode()
    staged = stage_roster(roster=kept, content=content, officer=world.alice, at=NOW)
    return {**roster(world), "import_id": staged.public_id}


def a_reminder(world: World) -> Mapping[str, object]:
    open_reminders(at=NOW)
    return {"public_id": Reminder.objects.filter(organiser=world.organiser)[0].public_id}


def upload(world: World) -> Mapping[str, object]:
    """A file that Alice has uploaded and nobody has decided about."""
    content = f"姓名,身分證統一編號\n何冠廷,{an_id(73).value}\n".encode()
    staged = stage_upload(
        kind=UploadKind.TEMPLATE,
        offering=world.offering,
        file_name="何冠廷.csv",
        content=content,
        officer=world.alice,
        at=NOW,
    )
    return {"public_id": staged.public_id}


def paper(world: World) -> Mapping[str, object]:
    """A file that Alice took out."""
    an_award(world, 73)
    made = make_paper(
        offering=world.offering,
        profile=PROFILES["ecpa-hours-25"],
        purpose=Purpose.ECPA,
        purpose_note="",
        left_out=(),
        officer=world.alice,
        at=world.at,
    )
    return {"public_id": made.paper.public_id}


def attachment(world: World) -> Mapping[str, object]:
    added = add_attachment(
        offering=world.offering, kind=AttachmentKind.OTHER, content=PDF, account=world.alice.account, at=world.at
    )
    return {**offering(world), "attachment_id": added.public_id}


def a_sample(world: World) -> Mapping[str, object]:
    """Drawn by the auditor whose organiser stands over Alice's."""
    sample = draw_sample(
        officer=Officer.objects.get(account__username="audrey"),
        offerings=Offering.objects.all(),
        size=1,
        seed="a",
        roc_year=None,
        of_organiser=None,
        at=world.at,
    )
    return {"public_id": sample.public_id}


def an_enrolment_of(world: World) -> UUID:
    """Somebody on the roster of Alice's offering, without hours."""
    enrolled(world.offering, a_walk_in(73, name="羅詩涵").code)
    return Enrolment.objects.filter(offering=world.offering).latest("pk").public_id


def group(world: World) -> Mapping[str, object]:
    plan = GroupPlan("羅詩涵的班", None, 28, TWO_HOURS)
    entered = enter_group(offering=world.offering, group=plan, officer=world.alice, at=NOW)
    return {**offering(world), "group_id": entered.public_id}


DOORS: Mapping[str, Door] = {
    "backoffice:menu": Door(),
    "backoffice:auditing": Door(audits=True),
    "backoffice:journal": Door(audits=True),
    "backoffice:journal_file": Door(audits=True),
    "backoffice:journal_roots": Door(audits=True),
    "backoffice:audit_sample": Door(a_sample, audits=True),
    "backoffice:audit_offerings": Door(audits=True),
    "backoffice:audit_hints": Door(audits=True),
    "backoffice:audit_offering": Door(offering, audits=True),
    "backoffice:audit_bundle": Door(offering, audits=True),
    "backoffice:audit_attachment": Door(attachment, audits=True),
    "backoffice:people": Door(),
    "backoffice:rights": Door(reads=False),
    "backoffice:new_right": Door(reads=False),
    "backoffice:right": Door(a_right, reads=False),
    "backoffice:handover": Door(alice, reads=False),
    "backoffice:deputy": Door(alice, reads=False),
    "backoffice:leaving": Door(alice, reads=False),
    "backoffice:planning": Door(reads=False),
    "backoffice:new_activity": Door(reads=False),
    "backoffice:copy_activity": Door(lambda world: {"copied": world.offering.public_id}, reads=False),
    "backoffice:plan": Door(offering, reads=False),
    "backoffice:next_offering": Door(offering, reads=False),
    "backoffice:topics": Door(offering, reads=False),
    "backoffice:offering_cancellation": Door(offering, reads=False),
    "backoffice:offering_restoration": Door(offering, reads=False),
    "backoffice:attachments": Door(offering),
    "backoffice:attachment": Door(attachment),
    "backoffice:attachment_removal": Door(attachment, reads=False),
    "backoffice:offerings": Door(),
    "backoffice:awards": Door(offering),
    "backoffice:award_search": Door(offering),
    "backoffice:award_printing": Door(lambda world: {**offering(world), "which": "passed"}),
    "backoffice:award_file": Door(lambda world: {**offering(world), "which": "passed"}),
    "backoffice:award_changes": Door(offering, reads=False),
    "backoffice:award_revocation": Door(offering, reads=False),
    "backoffice:entry": Door(offering, reads=False),
    "backoffice:entry_search": Door(offering, reads=False),
    "backoffice:entry_enrolled": Door(lambda w: {**offering(w), "enrolment_id": an_enrolment_of(w)}, reads=False),
    "backoffice:new_group": Door(offering, reads=False),
    "backoffice:group": Door(group, reads=False),
    "backoffice:group_revocation": Door(group, reads=False),
    "backoffice:award_move": Door(offering, reads=False),
    "backoffice:award_move_preview": Door(offering, reads=False),
    "backoffice:award_moving": Door(offering, reads=False),
    "backoffice:ended_awards": Door(offering),
    "backoffice:award_history": Door(award),
    "backoffice:name_settlement": Door(award, reads=False),
    "backoffice:account_proof": Door(award, reads=False),
    "backoffice:hints": Door(),
    "backoffice:hint_mark": Door(reads=False),
    "backoffice:objection": Door(lambda w: {**offering(w), "objection_id": an_objection(an_award(w, 74))}, reads=False),
    "backoffice:review_settlements": Door(offering, reads=False),
    "backoffice:review_settlement": Door(lambda world: {**offering(world), "review_id": a_review(world)}, reads=False),
    "backoffice:stations": Door(offering),
    "backoffice:board": Door(offering),
    "backoffice:new_pass": Door(offering, reads=False),
    "backoffice:station_revocation": Door(offering, reads=False),
    "backoffice:rescue": Door(offering, reads=False),
    "backoffice:pass": Door(a_pass, reads=False),
    "backoffice:pass_extension": Door(a_pass, reads=False),
    "backoffice:pass_revocation": Door(a_pass, reads=False),
    "backoffice:cards": Door(offering, reads=False),
    "backoffice:poster": Door(offering),
    "backoffice:poster_file": Door(offering),
    "backoffice:sign_in": Door(offering),
    "backoffice:sign_in_file": Door(offering),
    "backoffice:sheet_entry": Door(offering, reads=False),
    "backoffice:sheet_signed": Door(offering, reads=False),
    "backoffice:lost_codes": Door(reads=False),
    "backoffice:export": Door(offering, reads=False),
    "backoffice:overview": Door(),
    "backoffice:reminder": Door(a_reminder, reads=False),
    "backoffice:year": Door(),
    "backoffice:new_year_roster": Door(reads=False),
    "backoffice:year_roster_template": Door(),
    "backoffice:year_roster": Door(roster),
    "backoffice:year_roster_search": Door(roster),
    "backoffice:year_roster_printing": Door(roster),
    "backoffice:year_roster_export": Door(roster, reads=False),
    "backoffice:year_roster_import": Door(roster, reads=False),
    "backoffice:year_roster_preview": Door(an_import, reads=False),
    "backoffice:year_roster_matching": Door(roster, reads=False),
    "backoffice:year_roster_classes": Door(roster, reads=False),
    "backoffice:year_class_removal": Door(roster, reads=False),
    "backoffice:new_year_member": Door(roster, reads=False),
    "backoffice:year_member": Door(member, reads=False),
    "backoffice:exemption": Door(member, reads=False),
    "backoffice:restoration": Door(member, reads=False),
    "backoffice:year_member_removal": Door(member, reads=False),
    "backoffice:year_member_matching": Door(member, reads=False),
    "backoffice:year_member_proof": Door(a_proof, reads=False),
    "backoffice:uploads": Door(),
    "backoffice:new_upload": Door(reads=False),
    "backoffice:batch_upload": Door(reads=False),
    "backoffice:offering_upload": Door(offering, reads=False),
    "backoffice:upload_template": Door(offering, reads=False),
    "backoffice:upload": Door(upload),
    "backoffice:upload_confirmation": Door(upload, reads=False),
    "backoffice:upload_discarding": Door(upload, reads=False),
    "backoffice:upload_resumption": Door(upload, reads=False),
    "backoffice:upload_refusals": Door(upload, reads=False),
    "backoffice:course_code": Door(offering, reads=False),
    "backoffice:ecpa_name": Door(award, reads=False),
    "backoffice:exports": Door(reads=False),
    "backoffice:uploads_due": Door(reads=False),
    "backoffice:export_changes": Door(reads=False),
    "backoffice:changes_handled": Door(reads=False),
    "backoffice:changes_csv": Door(reads=False),
    "backoffice:paper": Door(paper, reads=False),
    "backoffice:part_mark": Door(paper, reads=False),
    "backoffice:portal_reply": Door(paper, reads=False),
    "backoffice:reply_columns": Door(paper, reads=False),
    "backoffice:lecturers": Door(),
    "backoffice:lecturer_search": Door(),
    "backoffice:new_lecturer": Door(reads=False),
    "backoffice:lecturer": Door(lecturer),
    "backoffice:lecturer_change": Door(lecturer, reads=False),
    "backoffice:lecturer_retirement": Door(lecturer, reads=False),
    "backoffice:lecturer_directory": Door(),
    "backoffice:directory_search": Door(),
    "backoffice:teaching": Door(offering, reads=False),
    "backoffice:enrolment_offerings": Door(),
    "backoffice:enrolments": Door(offering),
    "backoffice:enrolment_search": Door(offering),
    "backoffice:enrolment_decision": Door(offering, reads=False),
    "backoffice:enrolment_entry": Door(offering, reads=False),
    "backoffice:enrolment_roster": Door(offering, reads=False),
}
