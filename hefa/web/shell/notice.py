"""個人資料蒐集告知 (個人資料保護法 §8): one text for every form that takes personal data, and its page."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hefa.base.notice import NOTICE_VERSION
from hefa.web.shell.audience import everyone
from hefa.web.shell.site import named_site

NOTICE: Sequence[tuple[tuple[str, str], tuple[str, str]]] = (
    (("蒐集機關", "Collected by"), ("{agency}", "{agency}")),
    (
        ("蒐集目的", "Purpose"),
        (
            "{purpose}",
            "To award, record, look up and report learning hours under the Environmental Education Act.",
        ),
    ),
    (
        ("資料類別", "Data"),
        (
            "姓名、身分證統一編號（或居留證統一證號）、服務單位、學習時數與掃描紀錄；註冊帳號者另有電子郵件；"
            "講師、承辦人與協助人員另有所填的職稱與聯絡方式（識別類 C001、C003，職業 C061，教育 C052）。",
            "Name, national ID or resident certificate number, unit, learning hours and scans; for accounts also the "
            "e-mail address; for lecturers, officers and helpers the position and contact that they give.",
        ),
    ),
    (
        ("利用期間、地區、對象及方式", "Period, area, recipients and manner of use"),
        (
            "{period}；於我國境內；由本機關、開課單位及您的服務單位，以自動化機器或其他非自動化方式登錄、申報學習時數，"
            "並依規定傳送公務人員終身學習入口網站與環境教育終身學習網。身分證統一編號加密保存，畫面只顯示末四碼；"
            "掃描現場得抽查，請您出示證件，核對末四碼是否相符。",
            "Within Taiwan and the statutory retention period, by this agency, the organiser and your unit, to record "
            "and report learning hours, also to the government's portals of lifelong learning. The number is stored "
            "encrypted; screens show its last four characters only. At the door you may be asked for your card, to "
            "compare them.",
        ),
    ),
    (
        ("您的權利及行使方式", "Your rights, and how to use them"),
        (
            "您可依個人資料保護法第3條請求查詢、閱覽、製給複製本、補充、更正、停止蒐集處理利用或刪除："
            "登入後於「個人資料權利」提出，或持身分證件臨櫃辦理。{contact}",
            "Under Article 3 of the Personal Data Protection Act you may ask for access, a copy, correction, that "
            "collection, processing and use cease, and for deletion: log in and open 個人資料權利, or come to the "
            "counter with your card. {contact}",
        ),
    ),
    (
        ("不提供之影響", "If you do not provide the data"),
        (
            "您可自由選擇是否提供；不提供或資料不正確時，無法以條碼取得或登錄時數，請改洽開課單位以原有方式登錄。",
            "You are free not to; hours can then not be awarded by code. Please ask the organiser to record them the "
            "usual way.",
        ),
    ),
)
"""Head and text, in Chinese and in English."""


def notice_rows(lang: str) -> list[tuple[str, str]]:
    """The text with the names of this site in it."""
    told = {
        "agency": named_site().agency,
        "purpose": settings.HEFA_NOTICE_PURPOSE,
        "period": settings.HEFA_NOTICE_PERIOD,
        "contact": settings.HEFA_NOTICE_CONTACT,
    }
    which = 1 if lang == "en" else 0
    return [(head[which], text[which].format(**told).strip()) for head, text in NOTICE]


@everyone
@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """The whole text, and since when it has stood so."""
    return render(request, "shell/notice.html", {"version": NOTICE_VERSION})
