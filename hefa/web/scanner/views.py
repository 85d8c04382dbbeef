"""QRCode掃描: the list of an officer's offerings, the scanner page, and the officer's own station behind one tap."""

import base64
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec
from uuid import UUID

from csp.constants import HEADER as CSP
from csp.utils import build_policy
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from hefa.activities.actions import extend_scan_window
from hefa.activities.models import Offering
from hefa.activities.names import WindowReason
from hefa.activities.queries import first_hours, offerings_of, to_be_held, todays
from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.base.hours import plain
from hefa.base.roc import format_roc_datetime
from hefa.keys.rescue import rescue_key
from hefa.keys.ring import ring
from hefa.organisers.models import Officer
from hefa.organisers.names import Duty
from hefa.organisers.queries import offices_over
from hefa.stations.actions import OfficeLost, open_own_station, own_rights
from hefa.stations.models import Station
from hefa.stations.names import Right
from hefa.stations.rules import write_secret
from hefa.web.scanner.browsers import browser_of
from hefa.web.shell.audience import account_of, everyone, officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.line_app import ASK, is_line
from hefa.web.shell.offering_filter import OfferingCard, card, filtered_offerings
from hefa.web.shell.permissions_policy import CAMERA

P = ParamSpec("P")
API_BASE = "/api/scan/v1"
LONGEST_STATION_NAME = Station._meta.get_field("name").max_length
SCANNER_CSP = {"script-src": ["'wasm-unsafe-eval'"]}
"""The decoder is WebAssembly, and this page alone may compile it (scan protocol, part 8)."""


@dataclass(frozen=True, slots=True)
class ScannerCard:
    """An offering with 開啟掃描器. `window` is told when the scanner would be opened outside of it."""

    card: OfferingCard
    window: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another offering that this phone may scan."""

    name: str
    when: str
    url: str
    cancelled: bool


def in_json(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For doors that a script calls: a refusal is a 403 or 404 with {message}, never a login page."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except PermissionDenied as refused:
            return JsonResponse({"message": str(refused)}, status=403)
        except Http404:
            return JsonResponse({"message": "找不到這個活動，或您沒有這個活動的權限。"}, status=404)
        if response.status_code == 302:
            return JsonResponse({"message": "登入已逾時，請重新登入。"}, status=403)
        return response

    return answered


@officer_only(Duty.SCAN)
@require_safe
def offerings(request: HttpRequest) -> HttpResponse:
    """課程: what this officer may scan, 今日活動 on top, the rest by filter and page."""
    at = now()
    mine = to_be_held(offerings_of(account_of(request), on=localdate(at), duty=Duty.SCAN))
    listed = filtered_offerings(request, mine)
    context = {
        **listed.context(),
        "cards": [_scanner_card(one, at=at) for one in listed.cards],
        "today": []
        if listed.filtered or listed.page > 1
        else [_scanner_card(card(one), at=at) for one in todays(mine, on=localdate(at))],
    }
    return render(request, "scanner/offerings.html", context)


@officer_only(Duty.SCAN)
@require_safe
def scanner(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The scanner of one offering: one document, everything after this goes through the scan API."""
    at = now()
    offering = _offering(request, public_id, at=at)
    own_station_url = reverse("scanner:own_station", args=[offering.public_id])
    back_url = reverse("scanner:offerings")
    rights = own_rights(_officer(request, offering, at=at))
    may_extend = bool(offices_over(account_of(request), offering.activity.organiser, on=localdate(at), duty=Duty.RECORD))
    return scanner_page(
        request, offering, rights=rights, station_url=own_station_url, back_url=back_url, may_extend=may_extend
    )


def scanner_page(
    request: HttpRequest,
    offering: Offering,
    *,
    rights: Collection[Right],
    station_url: str,
    back_url: str,
    elsewhere: Sequence[Elsewhere] = (),
    may_extend: bool = False,
) -> HttpResponse:
    """The page of a scanner, whoever holds the phone, with the buttons that `rights` give.

    `station_url` opens an officer's own station; it is empty for a helper, who was lent one and brings in nothing that
    an officer's logout left.
    """
    hours, planned = offering.hours, first_hours(offering)
    opens, closes = offering.scan_window
    response = render(
        request,
        "scanner/scanner.html",
        {
            "offering": offering.public_id,
            "title": offering.activity.name,
            "offering_number": offering.number,
            "offering_code": offering.activity.code,
            "station_url": station_url,
            "back_url": back_url,
            "elsewhere": elsewhere,
            "window": f"{format_roc_datetime(opens)}～{format_roc_datetime(closes)}",
            "window_reasons": WindowReason.choices if may_extend else (),
            "may": [right.value for right in rights],
            "api_base": API_BASE,
            "hours_digital": plain(hours.digital),
            "hours_in_person": plain(hours.in_person),
            "activity_hours_digital": plain(planned.digital),
            "activity_hours_in_person": plain(planned.in_person),
            "hours_version": offering.hours_version,
            "window_from": opens.isoformat(),
            "window_until": closes.isoformat(),
            "policy": offering.activity.scan_policy,
            "kids": ",".join(str(kid) for kid in sorted(ring("code").kids)),
            "csrf": get_token(request),
            "rescue_key": base64.b64encode(rescue_key()).decode("ascii"),
            "rescue_url": reverse("scanner:rescue") if station_url else "",
            "browser": browser_of(request.headers.get("User-Agent", "")),
            "outside_url": f"{request.path}?{ASK}=1" if is_line(request) else "",
        },
    )
    response["Permissions-Policy"] = CAMERA
    response[CSP] = build_policy(update=SCANNER_CSP)
    response["X-Hefa-Shell"] = "scanner"
    return response


@everyone
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The program that opens the scanner without a network, at an address from which it may look after its pages."""
    found = finders.find("scanner/sw.js")
    if not isinstance(found, str):
        raise Http404
    return HttpResponse(Path(found).read_bytes(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@in_json
@officer_only(Duty.SCAN)
@require_POST
def own_station(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open a station on the officer's own phone. The secret is told this once and kept by the phone alone."""
    at = now()
    offering = _offering(request, public_id, at=at)
    officer = _officer(request, offering, at=at)
    name = f"承辦人 {account_of(request).username}"[:LONGEST_STATION_NAME]
    try:
        station, secret = open_own_station(officer=officer, offering=offering, name=name, at=at)
    except OfficeLost:
        raise PermissionDenied("您沒有使用這項功能的權限。") from None
    return JsonResponse(
        {
            "station": str(station.public_id),
            "secret": write_secret(secret),
            "valid_until": station.valid_until.isoformat(),
            "name": station.name,
            "rights": station.rights,
        }
    )


@officer_only(Duty.RECORD)
@form_target("scanner:scanner")
def window(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """延長掃描時間, with a reason: by officers who could also confirm the scans that would wait otherwise."""
    at = now()
    mine = to_be_held(offerings_of(account_of(request), on=localdate(at), duty=Duty.RECORD))
    offering = get_object_or_404(mine, public_id=public_id)
    reason = request.POST.get("reason", "")
    if reason in WindowReason.values:
        actor = Actor.account(account_of(request).public_id)
        extend_scan_window(offering=offering, reason=WindowReason(reason), actor=actor, at=at)
    return redirect("scanner:scanner", public_id)


def _offering(request: HttpRequest, public_id: UUID, *, at: datetime) -> Offering:
    mine = to_be_held(offerings_of(account_of(request), on=localdate(at), duty=Duty.SCAN))
    return get_object_or_404(mine, public_id=public_id)


def _officer(request: HttpRequest, offering: Offering, *, at: datetime) -> Officer:
    return offices_over(account_of(request), offering.activity.organiser, on=localdate(at), duty=Duty.SCAN)[0]


def _scanner_card(one: OfferingCard, *, at: datetime) -> ScannerCard:
    opens, closes = one.offering.scan_window
    inside = opens <= at <= closes
    return ScannerCard(one, "" if inside else f"{format_roc_datetime(opens)}～{format_roc_datetime(closes)}")
