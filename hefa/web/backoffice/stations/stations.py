"""掃描點 of an offering: lend phones to helpers, and watch the board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from hefa.activities.queries import held_beside, offerings_of
from hefa.awards.actions import StationPaused, deliver_rescue
from hefa.awards.queries import scan_gaps, station_board
from hefa.base.clock import now
from hefa.base.roc import TAIPEI, format_roc_datetime
from hefa.organisers.names import Duty
from hefa.stations.actions import (
    OfferingNotHeld,
    extend_pass,
    make_pass,
    own_rights,
    revoke_pass,
    revoke_station,
    show_pass,
)
from hefa.stations.models import ScanPass, Station
from hefa.stations.names import Right
from hefa.stations.queries import offerings_lent, passes_of
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.stations.pass_form import PassForm, WindowForm, end_words, offering_words, window_words
from hefa.web.backoffice.stations.rescue_form import RescueForm, carried
from hefa.web.backoffice.stations.spot_checks import spot_check_page
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.live import tag_of

MOST_BESIDE = 50
"""So many other offerings can be chosen for one pass."""


@dataclass(frozen=True, slots=True)
class PassCard:
    """A 掃描授權 as its page shows it."""

    scan_pass: ScanPass
    offerings: Sequence[str]
    rights: str
    window: str
    state: str

    @property
    def holds(self) -> bool:
        return self.state == "使用中"


@officer_only()
@require_safe
def stations(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """掃描點: the passes of this offering, and its phones on a board that renews itself."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    return _page(request, desk, _rescue_form(request, at), at)


@officer_only()
@require_safe
def board(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The board alone, for the page that shows it: 304 while nothing has changed."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    drawn = render_to_string("backoffice/station_board.html", {"desk": desk, **_board(desk, at)}, request)
    tag = tag_of(drawn)
    answer = HttpResponse(drawn, headers={"ETag": tag})
    return get_conditional_response(request, etag=tag, response=answer) or answer


@officer_only(Duty.SCAN)
@require_http_methods(["GET", "HEAD", "POST"])
def new_pass(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """新增掃描點: filled in with the scan window of the offering."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.SCAN)
    if desk.offering.cancelled:
        return _cancelled(request, public_id)
    mine = offerings_of(account_of(request), on=localdate(at), duty=Duty.SCAN)
    beside = list(held_beside(mine, desk.offering, at=at)[:MOST_BESIDE])
    sent = request.POST if request.method == "POST" else None
    form = PassForm(sent, at=at, beside=beside, may=own_rights(officer), initial=window_words(desk.offering))
    if form.is_valid():
        try:
            made = make_pass(offerings=[desk.offering, *form.chosen], plan=form.plan(), officer=officer, at=at)
        except OfferingNotHeld:
            return _cancelled(request, public_id)
        messages.success(request, f"已新增掃描點「{made.name}」。請按「顯示授權條碼」，讓協助人員以手機掃描。")
        return redirect("backoffice:pass", public_id, made.public_id)
    return render(request, "backoffice/pass_new.html", {"desk": desk, "form": form})


@officer_only(Duty.SCAN)
@require_http_methods(["GET", "HEAD", "POST"])
def scan_pass(request: HttpRequest, public_id: UUID, pass_id: UUID) -> HttpResponse:
    """A pass with its PIN; a POST shows a new QR code, good for one phone, which the page renews in time."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    desk.officer(Duty.SCAN)
    card = _card(_pass_of(desk, pass_id), at)
    context = {"desk": desk, "card": card, "pass": card.scan_pass}
    if request.method == "POST" and card.holds:
        token = show_pass(scan_pass=card.scan_pass, at=at)
        link = request.build_absolute_uri(reverse("scanner:redeem", args=[token]))
        context |= {"link": link, "qr": segno.make_qr(link, error="m").svg_inline(scale=8, omitsize=True)}
    form = WindowForm(at=at, initial=end_words(card.scan_pass.ends_at))
    return render(request, "backoffice/pass.html", context | {"form": form})


@officer_only(Duty.SCAN)
@form_target("backoffice:pass")
def pass_extension(request: HttpRequest, public_id: UUID, pass_id: UUID) -> HttpResponse:
    """Another end for a pass and the phones that are out with it."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.SCAN)
    held = _pass_of(desk, pass_id)
    form = WindowForm(request.POST, at=at)
    if held.revoked_at is not None:
        messages.warning(request, "這個掃描授權已撤銷，請新增掃描點。")
    elif not form.is_valid():
        card = _card(held, at)
        return render(request, "backoffice/pass.html", {"desk": desk, "card": card, "pass": held, "form": form})
    else:
        extend_pass(scan_pass=held, ends_at=form.ends_at, officer=officer, at=at)
        messages.success(request, f"結束時間已改為 {format_roc_datetime(form.ends_at)}，使用中的手機同時適用。")
    return redirect("backoffice:pass", public_id, pass_id)


@officer_only(Duty.SCAN)
@form_target("backoffice:pass")
def pass_revocation(request: HttpRequest, public_id: UUID, pass_id: UUID) -> HttpResponse:
    """撤銷 a pass: all its phones end at once; what they scanned before is still taken for seven days."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.SCAN)
    ended = revoke_pass(scan_pass=_pass_of(desk, pass_id), officer=officer, at=at)
    messages.success(request, "已撤銷掃描授權，使用中的手機已停止掃描。" if ended else "這個掃描授權先前已撤銷。")
    return redirect("backoffice:stations", public_id)


@officer_only(Duty.SCAN)
@form_target("backoffice:stations")
def station_revocation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """停用 one phone, a lost one for example. Its number is free for another."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.SCAN)
    phones = Station.objects.filter(stationoffering__offering=desk.offering)
    station = get_object_or_404(phones, public_id=_uuid(request.POST.get("station", "")))
    ended = revoke_station(station=station, officer=officer, at=at)
    messages.success(request, f"已停用 {station.name}。" if ended else f"{station.name} 先前已停用。")
    return redirect("backoffice:stations", public_id)


@officer_only(Duty.SCAN)
@form_target("backoffice:stations")
def rescue(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """上傳救援檔: what became of its scans. Sent again the page shows the same, and nothing is doubled."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    desk.officer(Duty.SCAN)
    form = _rescue_form(request, at)
    if not form.is_valid():
        return _page(request, desk, form, at)
    opened = form.opened
    try:
        answers = deliver_rescue(station=opened.station, rescue=opened.rescue, carrier=account_of(request), at=at)
    except StationPaused:
        form.add_error("file", "救援檔中有許多無法辨識的條碼，請一分鐘後再上傳一次，已完成的不會重複。")
        return _page(request, desk, form, at)
    return render(request, "backoffice/rescue.html", {"desk": desk, "carried": carried(opened, answers)})


def _cancelled(request: HttpRequest, public_id: UUID) -> HttpResponse:
    messages.warning(request, "期別已取消，不能新增掃描點。恢復辦理後再新增。")
    return redirect("backoffice:stations", public_id)


def _page(request: HttpRequest, desk: Desk, form: RescueForm, at: datetime) -> HttpResponse:
    cards = [_card(one, at) for one in passes_of(desk.offering)]
    context = {"desk": desk, "cards": cards, "form": form, **_board(desk, at), **spot_check_page(desk.offering)}
    return render(request, "backoffice/stations.html", context)


def _rescue_form(request: HttpRequest, at: datetime) -> RescueForm:
    mine = offerings_of(account_of(request), on=localdate(at), duty=Duty.SCAN)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return RescueForm(*sent, offerings=mine, at=at)


def _pass_of(desk: Desk, pass_id: UUID) -> ScanPass:
    return get_object_or_404(passes_of(desk.offering), public_id=pass_id)


def _board(desk: Desk, at: datetime) -> dict[str, object]:
    rows = station_board(desk.offering, at=at)
    scanning = [row for row in rows if not row.ended]
    return {
        "rows": [(row, _seen(row.last_seen_at), _offset(row.clock_offset_ms)) for row in rows],
        "gaps": scan_gaps(desk.offering),
        "scanning": len(scanning),
        "unsent": sum(row.unsent or 0 for row in rows),
        "may_lend": desk.may(Duty.SCAN),
    }


def _seen(at: datetime | None) -> str:
    return f"{at.astimezone(TAIPEI):%H:%M:%S}" if at else "尚未連線"


def _offset(ms: int | None) -> str:
    return "—" if ms is None else f"{round(ms / 1000, 1) + 0:+.1f} 秒"


def _card(one: ScanPass, at: datetime) -> PassCard:
    return PassCard(
        scan_pass=one,
        offerings=[offering_words(offering) for offering in offerings_lent(one)],
        rights=_words([Right(right) for right in one.rights]),
        window=f"{format_roc_datetime(one.opens_at)}～{format_roc_datetime(one.ends_at)}",
        state=_state(one, at),
    )


def _words(rights: Sequence[Right]) -> str:
    return "、".join(str(right.label) for right in rights)


def _state(one: ScanPass, at: datetime) -> str:
    if one.revoked_at is not None:
        return "已撤銷"
    if at >= one.ends_at:
        return "已到期"
    return "使用中" if at >= one.opens_at else "尚未開始"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
