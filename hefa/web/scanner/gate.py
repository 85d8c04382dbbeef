"""A helper without an account: redeem a 掃描授權 with name and PIN, then scan what it names and nothing else."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hefa.activities.models import Offering
from hefa.base.clock import now
from hefa.base.person_name import MAX_LENGTH, InvalidPersonName
from hefa.base.roc import format_roc_datetime
from hefa.stations.actions import Lent, open_ticket, redeem_ticket
from hefa.stations.names import RedeemProblem, Right
from hefa.stations.models import Station
from hefa.stations.queries import lent_station, offerings_lent
from hefa.stations.rules import PIN_DIGITS, write_secret
from hefa.web.scanner.views import Elsewhere, scanner_page
from hefa.web.shell.audience import holder_only
from hefa.web.shell.forms import PageForm
from hefa.web.shell.line_app import outside_line

COOKIE = "hefa-gate"
SALT = "hefa.gate"


class RedeemForm(PageForm):
    """Who holds the phone, and the PIN that the officer told."""

    helper_name = forms.CharField(
        label="您的姓名",
        max_length=MAX_LENGTH,
        error_messages={"required": "請輸入姓名。"},
        help_text="掃描紀錄會記下您的姓名。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    pin = forms.CharField(
        label="PIN 碼",
        max_length=PIN_DIGITS,
        error_messages={"required": "請輸入 PIN 碼。"},
        help_text=f"{PIN_DIGITS} 位數字，請向承辦人詢問。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code-input"}),
    )


@holder_only
@outside_line
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def redeem(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for name and PIN; the right ones lend this phone a station, whose secret the page hands to the scanner."""
    at = now()
    found = open_ticket(token=token, at=at)
    if isinstance(found, RedeemProblem):
        return _turned_away(request, found)
    form = RedeemForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            lent = redeem_ticket(token=token, at=at, **form.cleaned_data)
        except InvalidPersonName as invalid:
            form.add_error("helper_name", f"{invalid}。")
        else:
            if isinstance(lent, Lent):
                return _lent(request, lent, offerings_lent(found))
            if lent != RedeemProblem.WRONG_PIN:
                return _turned_away(request, lent)
            form.add_error("pin", f"{lent.label}。")
    return render(request, "scanner/redeem.html", {"form": form, "pass": found, "offerings": offerings_lent(found)})


@holder_only
@require_safe
def gate(request: HttpRequest) -> HttpResponse:
    """The scanner that this phone was lent, until its pass ends; where it may scan several, the choice among them."""
    station = _station_of(request)
    if station is None or station.scan_pass is None:
        return _turned_away(request, RedeemProblem.PASS_ENDED)
    offerings = offerings_lent(station.scan_pass)
    if len(offerings) > 1:
        return render(request, "scanner/choice.html", {"station": station, "choices": [_choice(one) for one in offerings]})
    return _scanner(request, station, offerings[0], back_url=reverse("shell:home"))


@holder_only
@require_safe
def room(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The scanner of one of several offerings. Raises Http404 for one that was not lent."""
    station = _station_of(request)
    if station is None or station.scan_pass is None:
        return _turned_away(request, RedeemProblem.PASS_ENDED)
    offerings = offerings_lent(station.scan_pass)
    chosen = next((one for one in offerings if one.public_id == public_id), None)
    if chosen is None:
        raise Http404
    elsewhere = [_choice(one) for one in offerings if one != chosen]
    return _scanner(request, station, chosen, back_url=reverse("scanner:gate"), elsewhere=elsewhere)


def _scanner(
    request: HttpRequest, station: Station, offering: Offering, *, back_url: str, elsewhere: Sequence[Elsewhere] = ()
) -> HttpResponse:
    rights = [Right(right) for right in station.rights]
    return scanner_page(
        request, offering, rights=rights, station_url="", back_url=back_url, elsewhere=elsewhere
    )


def _choice(offering: Offering) -> Elsewhere:
    when = f"{format_roc_datetime(offering.starts_at)}～{format_roc_datetime(offering.ends_at)}"
    where = reverse("scanner:room", args=[offering.public_id])
    return Elsewhere(f"{offering.activity.name} 第 {offering.number} 期", when, where, offering.cancelled)


def _lent(request: HttpRequest, lent: Lent, offerings: Sequence[Offering]) -> HttpResponse:
    response = render(
        request,
        "scanner/lent.html",
        {
            "station": lent.station,
            "secret": write_secret(lent.secret),
            "valid_until": lent.station.valid_until.isoformat(),
            "offerings": ",".join(str(one.public_id) for one in offerings),
            "rights": ",".join(lent.station.rights),
            "next": reverse("scanner:gate"),
        },
    )
    response.set_signed_cookie(
        COOKIE,
        str(lent.station.public_id),
        salt=SALT,
        expires=lent.station.valid_until,
        path=reverse("scanner:gate"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _station_of(request: HttpRequest) -> Station | None:
    """The station that this browser was lent, while it lasts."""
    try:
        told = UUID(request.get_signed_cookie(COOKIE, salt=SALT))
    except (KeyError, ValueError, signing.BadSignature):
        return None
    return lent_station(told, at=now())


def _turned_away(request: HttpRequest, problem: RedeemProblem) -> HttpResponse:
    return render(request, "scanner/turned_away.html", {"sentence": problem.label}, status=403)
