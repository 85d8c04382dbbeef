"""What a logout left encrypted on a phone comes in here, at the next visit of the scanner, whoever is logged in then."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from hefa.awards.actions import StationPaused, deliver_rescue
from hefa.awards.names import RescueProblem
from hefa.awards.rules.answers import RETRY_LATER_WORDS
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.web.scanner.views import in_json
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.rescue_file import open_file


@in_json
@officer_only(Duty.SCAN)
@require_POST
def rescue(request: HttpRequest) -> HttpResponse:
    """Work a rescue file. The scans prove themselves by their station's secret, so any officer may carry them; of
    their verdicts only the number is told. 422 when it cannot be opened, 429 while its station is paused, 503 when a
    scan has no verdict yet: the phone keeps its file."""
    at = now()
    sent = request.FILES.get("file")
    opened = open_file(sent.read() if sent else b"", at=at)
    if isinstance(opened, RescueProblem):
        return JsonResponse({"message": str(opened.label), "reason": opened.value}, status=422)
    try:
        answers = deliver_rescue(
            station=opened.station, rescue=opened.rescue, carrier=account_of(request), at=at
        )
    except StationPaused as paused:
        body = {"message": "連續讀到無法辨識的條碼，稍後自動上傳"}
        return JsonResponse(body, status=429, headers={"Retry-After": str(paused.seconds)})
    if not all(answer.verdict for answer in answers):
        return JsonResponse({"message": RETRY_LATER_WORDS}, status=503)
    return JsonResponse({"scans": len(answers), "unreadable": opened.rescue.unreadable})
