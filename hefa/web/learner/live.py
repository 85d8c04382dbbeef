"""What the script on the code page asks for: the key of the live code, once, and whether hours were awarded."""

import base64
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from hefa.base.clock import now
from hefa.base.code_token import CODE_EPOCH
from hefa.codes.queries import live_secret
from hefa.passbook.queries import progress_of, progress_tag
from hefa.web.learner.asking import account_asking, code_asked, usable_code
from hefa.web.learner.award_words import award_words
from hefa.web.learner.holder import shown_secret
from hefa.web.shell.audience import holder_only


@holder_only
@require_POST
def code_live_key(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """K_live of this one code with what else its text is made of; it cannot draw any other person's code."""
    code = usable_code(request, public_id)
    return JsonResponse(
        {
            "key": base64.b64encode(live_secret(code)).decode(),
            "kid": code.kid,
            "code_id": bytes(code.code_id).hex(),
            "last_day": (code.expires_on - CODE_EPOCH).days,
            "server_time": now().isoformat(timespec="milliseconds"),
        }
    )


@holder_only
@require_safe
def code_progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the code has earned since `since` (ISO time), or 304 while nothing changed."""
    since, known = _since(request), request.headers.get("If-None-Match", "").removeprefix("W/")
    if known:
        tag = progress_tag(
            code_id=public_id, account=account_asking(request), holder=shown_secret(request), since=since
        )
        if tag is not None and known == f'"{tag}"':
            return HttpResponseNotModified(headers={"ETag": known})
    code = code_asked(request, public_id)
    progress = progress_of(code, since=since or code.made_at)
    awards = [asdict(award_words(line)) for line in progress.lines]
    headers = {"ETag": f'"{progress.tag}"'}
    return JsonResponse({"awards": awards}, headers=headers, json_dumps_params={"ensure_ascii": False})


def _since(request: HttpRequest) -> datetime | None:
    """The time asked for; None when it cannot be read."""
    try:
        since = parse_datetime(request.GET.get("since", ""))
    except ValueError:
        return None
    return since if since is not None and since.tzinfo is not None else None
