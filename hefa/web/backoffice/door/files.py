"""Prints as they are delivered."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from hefa.activities.models import Offering

NO_FONTS = "系統未安裝中文字型，無法製作 PDF，請改用瀏覽器的列印功能（Ctrl＋P）。"


def delivered(content: bytes, offering: Offering, title: str) -> HttpResponse:
    """A PDF to save, named after the offering and never after a person."""
    name = f"{title}_{offering.activity.code}_第{offering.number}期.pdf"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
