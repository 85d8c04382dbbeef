"""The scan API for scanning without a network: the offline pack of an offering."""

import base64
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from hefa.awards.queries import offline_pack
from hefa.awards.rules.pack import write_pack
from hefa.base.clock import now
from hefa.keys.ring import ring
from hefa.web.scanner.asking import StationRequest, offering_asked
from hefa.web.scanner.telling import settings_out

router = Router()


@router.get("/offerings/{uuid:offering_id}/pack")
def get_pack(request: StationRequest, offering_id: UUID, cursor: str = "") -> HttpResponse:
    """The pack, whole or as a delta to `cursor`, as bytes (rules/pack.py); 304 when nothing changed since the ETag."""
    at = now()
    offering = offering_asked(request.auth, offering_id)
    pack = offline_pack(offering, told=cursor[:60], at=at)
    tag = f'"{pack.tag}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    facts = {
        "cursor": pack.cursor.text(),
        "full": pack.full,
        "made_at": at.isoformat(),
        "salt": base64.b64encode(pack.salt).decode("ascii"),
        "void_count": pack.void_count,
        "kids": sorted(ring("code").kids),
        "settings": settings_out(offering).model_dump(mode="json"),
    }
    sections = {"voids": pack.voids, "awarded": pack.awarded, "released": pack.released}
    if pack.roster is not None:
        sections["roster"] = pack.roster
    return HttpResponse(write_pack(facts, sections), content_type="application/octet-stream", headers={"ETag": tag})
