"""The scan API `/api/scan/v1`: what a station asks of the server. Every business verdict is a 200."""

import hashlib
from datetime import timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import File, NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.files import UploadedFile

from hefa.activities.actions import HoursOvertaken, set_hours
from hefa.activities.models import Offering
from hefa.activities.rules import scan_window
from hefa.audit.names import Actor
from hefa.awards.actions import StationPaused, record_scans
from hefa.awards.queries import GateCounts, SearchTooShort, gate_counts, gate_list, search_people
from hefa.awards.rules.items import write_mark
from hefa.base.clock import now
from hefa.base.hours import Hours, InvalidHours
from hefa.keys.ring import ring
from hefa.stations.actions import show_pin, tell_of_idleness, tell_of_station
from hefa.stations.names import PinProblem, Right, StationProblem
from hefa.stations.queries import StationPass
from hefa.stations.rules import Credential, read_authorization
from hefa.web.scanner import by_hand, packs, spot_checks
from hefa.web.shell.audience import Audience, declare
from hefa.web.shell.views import noted
from hefa.web.scanner.asking import (
    StationRequest,
    Stations,
    Turned,
    longest_idle,
    offering_asked,
    turned,
)
from hefa.web.scanner.pictures import PictureProblem, read_code
from hefa.web.scanner.telling import counts_out, mark_out, settings_out
from hefa.web.scanner.schemas import (
    CountsOut,
    HeartbeatIn,
    HoursIn,
    ListOut,
    ListRowOut,
    PeopleOut,
    PersonOut,
    PictureOut,
    PinIn,
    ProblemOut,
    ScansIn,
    ScansOut,
    SearchIn,
    SettingsOut,
    TimeOut,
    WindowOut,
    hours_out,
    result_out,
)

RETRY_AFTER_SECONDS = 5

api = NinjaAPI(
    title="Hefa scan API",
    version="1",
    urls_namespace="scan_api",
    docs_url=None,
    openapi_url=None,
    auth=Stations(),
)
api.add_router("", by_hand.router)
api.add_router("", packs.router)
api.add_router("", spot_checks.router)


@api.post("/scans", response=ScansOut, auth=Stations(after_end=True))
def post_scans(request: StationRequest, body: ScansIn) -> HttpResponse:
    """Take 1..200 scans and give each its verdict, in their order. A scan told again gets its first verdict."""
    at = now()
    station = request.auth
    answers = record_scans(station=station, batch=body.batch(), received_at=at)
    offering = station.offerings.get(body.items[-1].offering)
    told = ScansOut(
        results=[result_out(answer) for answer in answers],
        counts=counts_out(gate_counts(offering.pk)) if offering else None,
        settings=settings_out(offering) if offering else None,
        mark=mark_out(station, body.boot, at),
        server_time=at,
    )
    return HttpResponse(told.model_dump_json(), content_type="application/json; charset=utf-8")


@api.get("/offerings/{uuid:offering_id}/list", response=ListOut)
def get_list(
    request: StationRequest, response: HttpResponse, offering_id: UUID, page: int = 1
) -> ListOut | HttpResponse:
    """已核發時數學員名單, latest first, fifty a page; 304 when nothing changed since the ETag."""
    station = request.auth
    offering = offering_asked(station, offering_id)
    shown = gate_list(offering, station_id=station.id, page=page)
    listed = ListOut(
        rows=[
            ListRowOut(
                award=row.award,
                scan_id=row.scan_id,
                name=row.name,
                unit=row.unit,
                hours=hours_out(row.hours),
                at=row.at,
                state_label=row.state_label,
                station=row.station,
                mine=row.mine,
            )
            for row in shown.rows
        ],
        total=shown.total,
        first=shown.first,
        last=shown.last,
        page=shown.number,
        pages=shown.pages,
        counts=counts_out(gate_counts(offering.pk)),
    )
    tag = f'"{hashlib.sha256(listed.model_dump_json().encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    response["ETag"] = tag
    return listed


@api.post("/offerings/{uuid:offering_id}/hours", response=SettingsOut, auth=Stations(Right.HOURS))
def post_hours(request: StationRequest, offering_id: UUID, body: HoursIn) -> SettingsOut:
    """Set the hours that this offering awards from now on (可設定核發時數數量)."""
    at, station = now(), request.auth
    offering = offering_asked(station, offering_id)
    hours = Hours.of(body.digital, body.in_person)
    return settings_out(set_hours(offering=offering, hours=hours, at=at, actor=Actor.station(station.public_id)))


@api.post("/pictures", response=PictureOut, auth=Stations(Right.SCAN))
def post_picture(request: StationRequest, picture: File[UploadedFile]) -> PictureOut:
    """Read the code in a picture, for phones that cannot. The picture is kept nowhere."""
    code = read_code(picture, size=picture.size or 0)
    return PictureOut(code=code, message="" if code else "圖片中找不到條碼，請讓條碼佔滿畫面後重拍")


@api.post("/heartbeat", response=TimeOut, auth=Stations(idle=True))
def post_heartbeat(request: StationRequest, body: HeartbeatIn) -> TimeOut:
    """A phone's sign of life for the officer's board, answered with a fresh time mark; 423 once it has lain idle."""
    at, station = now(), request.auth
    tell_of_station(station_id=station.id, unsent=body.unsent, clock_offset_ms=body.offset_from(at), at=at)
    if tell_of_idleness(station=station, idle=timedelta(seconds=body.idle), after=longest_idle(), at=at):
        raise turned(StationProblem.PIN_NEEDED)
    return TimeOut(mark=mark_out(station, body.boot, at), server_time=at)


@api.post("/pin", response=TimeOut, auth=Stations(idle=True))
def post_pin(request: StationRequest, body: PinIn, boot: UUID) -> TimeOut:
    """PIN again, after the phone lay idle: 422 for a wrong one, 403 for the fifth, which ends the station."""
    at, station = now(), request.auth
    problem = show_pin(station=station, pin=body.pin, at=at)
    if problem is not None:
        raise Turned(403 if problem == PinProblem.TRIED_OUT else 422, problem.value, str(problem.label))
    return TimeOut(mark=mark_out(station, boot, at), server_time=at)


def _problem(
    request: HttpRequest, status: int, reason: str, message: str, retry_after: int = 0, **more: str
) -> HttpResponse:
    told = ProblemOut(message=message, reason=reason, **more).model_dump(exclude_unset=True)
    response = api.create_response(request, told, status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


@api.exception_handler(Turned)
def _on_turned(request: HttpRequest, error: Turned) -> HttpResponse:
    return _problem(request, error.status, error.reason, error.message)


@api.exception_handler(StationPaused)
def _on_paused(request: HttpRequest, error: StationPaused) -> HttpResponse:
    return _problem(request, 429, "TOO_MANY_BAD_CODES", "連續讀到無法辨識的條碼，請稍候一分鐘再掃描", error.seconds)


@api.exception_handler(InvalidHours)
def _on_invalid_hours(request: HttpRequest, error: InvalidHours) -> HttpResponse:
    return _problem(request, 422, error.problem.value, str(error.problem.label))


@api.exception_handler(HoursOvertaken)
def _on_hours_overtaken(request: HttpRequest, error: HoursOvertaken) -> HttpResponse:
    return _problem(request, 409, "HOURS_OVERTAKEN", "另一位承辦人剛剛變更了時數，請確認後再設定")


@api.exception_handler(SearchTooShort)
def _on_search_too_short(request: HttpRequest, error: SearchTooShort) -> HttpResponse:
    return _problem(request, 422, "SEARCH_TOO_SHORT", "請輸入姓名，或身分證字號末四碼（4 位數字）")


@api.exception_handler(PictureProblem)
def _on_picture_problem(request: HttpRequest, error: PictureProblem) -> HttpResponse:
    return _problem(request, 422, "PICTURE", str(error))


@api.exception_handler(ValidationError)
def _on_malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _problem(request, 422, "MALFORMED", "掃描資料格式不正確，請更新掃描器頁面後再試")


@api.exception_handler(HttpError)
def _on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(request, error.status_code, "MALFORMED", "掃描資料格式不正確，請更新掃描器頁面後再試")


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _on_database_gone(request: HttpRequest, error: Exception) -> HttpResponse:
    """Nothing was stored: the phone keeps its outbox and sends again."""
    words = "系統暫時無法使用，掃描已存在手機，稍後自動上傳"
    return _problem(request, 503, "RETRY_LATER", words, RETRY_AFTER_SECONDS, reference=noted(request, 503))


def urls() -> tuple[list[URLPattern | URLResolver], str, str]:
    """The API's addresses, each declared; its root, at which nothing is, is left out."""
    patterns, application, namespace = api.urls
    doors = [one for one in patterns if isinstance(one, URLPattern) and one.name != "api-root"]
    return [_declared(one) for one in doors], application, namespace


def _declared(door: URLPattern) -> URLPattern:
    declare(door.callback, Audience.STATION)
    return door
