"""The scan API for people who come without a code: found in the list of the offering, or told by hand (現場登錄)."""

from uuid import UUID

from django.utils.timezone import localdate
from ninja import Router

from hefa.awards.actions import admit_walk_in, note_bad_number
from hefa.awards.queries import reference, search_people
from hefa.base.clock import now
from hefa.base.national_id import InvalidNationalId, NationalId, NationalIdProblem
from hefa.base.person_name import InvalidPersonName, clean_person_name
from hefa.stations.names import Right
from hefa.units.names import NO_UNIT_CODE
from hefa.units.queries import search_units, unit_by_code
from hefa.web.scanner.asking import StationRequest, Stations, Turned, offering_asked
from hefa.web.scanner.schemas import (
    PeopleOut,
    PersonOut,
    SearchIn,
    UnitOut,
    UnitsIn,
    UnitsOut,
    WalkInIn,
    WalkInOut,
)
from hefa.web.shell.forms import looks_like_a_number

UNITS_AT_MOST = 20
router = Router()


@router.post("/offerings/{uuid:offering_id}/search", response=PeopleOut, auth=Stations(Right.SEARCH))
def post_search(request: StationRequest, offering_id: UUID, body: SearchIn) -> PeopleOut:
    """People of this offering by part of the name or by last four, for those who came without a code."""
    at, station = now(), request.auth
    offering = offering_asked(station, offering_id)
    return PeopleOut(
        people=[
            PersonOut(
                learner_ref=reference(station_id=station.public_id, learner_id=person.learner_id, at=at),
                name=person.name,
                unit=person.unit,
                state="awarded" if person.awarded else "enrolled",
            )
            for person in search_people(offering, name=body.name, last4=body.last4)
        ]
    )


@router.post("/walk-ins", response=WalkInOut, auth=Stations(Right.HAND))
def post_walk_in(request: StationRequest, body: WalkInIn) -> WalkInOut:
    """現場登錄: name and number of somebody without a code, for one scan of source `hand`. Nothing is told of them."""
    at, station = now(), request.auth
    name = _name(body.name)
    try:
        national_id = NationalId.parse(body.number)
    except InvalidNationalId as invalid:
        if invalid.problem is not NationalIdProblem.EMPTY:
            note_bad_number(station=station, at=at)
        raise Turned(422, "NUMBER", invalid.problem.label) from None
    unit = None if body.unit == NO_UNIT_CODE else unit_by_code(body.unit, on=localdate(at))
    if unit is None and body.unit != NO_UNIT_CODE:
        raise Turned(422, "UNIT", "查無此服務單位代碼，請按「查詢代碼」選擇")
    ref = admit_walk_in(station=station, national_id=national_id, name=name, unit=unit, at=at)
    return WalkInOut(learner_ref=ref)


@router.post("/units", response=UnitsOut, auth=Stations(Right.HAND))
def post_units(request: StationRequest, body: UnitsIn) -> UnitsOut:
    """查詢代碼: units by name or code. By POST: what is typed into a field at a door may be anything."""
    at = now()
    found = search_units(body.text, on=localdate(at), limit=UNITS_AT_MOST) if body.text else []
    return UnitsOut(
        units=[UnitOut(code=one.code, name=one.name, parent=one.parent_name) for one in found],
        more=len(found) == UNITS_AT_MOST,
    )


def _name(typed: str) -> str:
    """The name as it may be stored. Turns away what is none, and a number that was typed in its place."""
    try:
        name = clean_person_name(typed)
    except InvalidPersonName as problem:
        raise Turned(422, "NAME", str(problem)) from None
    if looks_like_a_number(name):
        raise Turned(422, "NAME", "姓名欄請勿填寫身分證字號")
    return name
