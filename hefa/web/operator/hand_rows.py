"""人工登錄比例: which organisers enter how much by hand (T14)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hefa.activities.models import Offering
from hefa.awards.queries import hand_shares
from hefa.base.clock import now
from hefa.web.shell.audience import operator_only


@operator_only
@require_safe
def hand_rows(request: HttpRequest) -> HttpResponse:
    """Every organiser that awarded anything in the last half year, the highest share first."""
    return render(request, "operator/hand_rows.html", {"shares": hand_shares(Offering.objects.all(), at=now())})
