"""The scan API for 抽查末四碼: what a helper read off a card, answered by match or no match alone."""

import re

from ninja import Router

from hefa.awards.actions import answer_spot_check
from hefa.awards.names import SpotCheckProblem
from hefa.base.clock import now
from hefa.base.normal_form import half_width
from hefa.web.scanner.asking import StationRequest, Turned
from hefa.web.scanner.schemas import SpotCheckIn, SpotCheckOut

LAST4 = re.compile(r"[0-9]{4}")
STATUS = {SpotCheckProblem.NOT_ASKED: 404}
"""409 for every other problem."""
MATCHED = "抽查相符"
DIFFERED = "抽查不符：時數照常保留，已通知承辦人，請繼續掃描"
router = Router()


@router.post("/spot-checks", response=SpotCheckOut)
def post_spot_check(request: StationRequest, body: SpotCheckIn) -> SpotCheckOut:
    """Answer once what a scan of this station was asked: 404 for any other, 409 a second time and after ten minutes."""
    at, station = now(), request.auth
    last4 = "".join(half_width(body.last4).split())
    if not LAST4.fullmatch(last4):
        raise Turned(422, "LAST4", "請輸入身分證字號末四碼（4 位數字）")
    told = answer_spot_check(station=station, scan_id=body.scan_id, last4=last4, at=at)
    if isinstance(told, SpotCheckProblem):
        raise Turned(STATUS.get(told, 409), told.value, str(told.label))
    return SpotCheckOut(matched=told, message=MATCHED if told else DIFFERED)
