"""網站內容查詢: the pages of this site and the activities ahead, by keyword."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.accounts.models import Account
from hefa.activities.queries import published_offerings, search_published
from hefa.base.clock import now
from hefa.base.search_text import fold
from hefa.learners.queries import link_of
from hefa.organisers.queries import announcements_on
from hefa.web.learner.activity_cards import time_words, title_of
from hefa.web.learner.words import words
from hefa.web.shell.audience import everyone
from hefa.web.shell.language import Language, bilingual, language_of

MOST_ACTIVITIES = 10
LONGEST = 100


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site as the search finds it: by title, or by what else people call it."""

    name: str
    title: tuple[str, str]
    about: str

    def says(self, keyword: str) -> bool:
        return keyword in fold(" ".join((*self.title, self.about)))


PAGES = (
    SitePage("learner:code_form", ("建立個人條碼", "Make a personal code"), "QRCode 二維條碼 免註冊 產生條碼"),
    SitePage("learner:own_codes", ("本機條碼", "Codes on this phone"), "作廢條碼 掛失 列印條碼 下載"),
    SitePage("learner:activities", ("活動查詢", "Find activities"), "報名 課程 演講 講座 戶外學習 研習"),
    SitePage("learner:enrolments", ("我的報名", "My enrolments"), "取消報名 候補 報名結果"),
    SitePage("learner:passbook", ("學習護照", "Passbook"), "環境教育時數 查詢時數 四小時 證明 列印"),
    SitePage("learner:units", ("查詢代碼", "Unit codes"), "服務單位代碼 機關代碼 學校"),
    SitePage("learner:register", ("註冊個人帳號", "Register an account"), "申請帳號 會員"),
    SitePage("learner:forgotten", ("忘記帳號/密碼", "Forgotten account or password"), "重新設定密碼 登入問題"),
    SitePage("learner:profile", ("修改個人資料", "My details"), "變更密碼 電子郵件 姓名 服務單位"),
    SitePage("shell:login", ("使用者登入", "Log in"), "帳號 密碼 承辦人登入"),
    SitePage("scanner:offerings", ("QRCode掃描", "Scanner (organisers)"), "掃描器 核發時數 開課單位 承辦人"),
    SitePage(
        "backoffice:menu", ("學習資訊維護", "Back office (organisers)"), "登錄時數 新增活動 匯出 報名准駁 名冊 講師"
    ),
    SitePage("shell:site_map", ("網站導覽", "Site map"), "無障礙 便捷鍵 accesskey"),
)


@everyone
@bilingual
@require_safe
def site_search(request: HttpRequest) -> HttpResponse:
    """Look for a keyword."""
    language = language_of(request)
    said = words(language)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    context: dict[str, Any] = {"lang": language, "words": said, "text": text}
    if text:
        context |= _found(request, text, language)
    return render(request, "learner/site_search.html", context)


def _found(request: HttpRequest, text: str, language: Language) -> dict[str, Any]:
    at, said = now(), words(language)
    link = link_of(request.user) if isinstance(request.user, Account) else None
    published = published_offerings(link.unit if link else None, at=at)
    found = search_published(published, at=at, keywords=text)
    count = found.count()
    keywords = [fold(keyword) for keyword in text.split()]
    return {
        "pages": [
            (reverse(page.name), page.title[0 if language == "zh" else 1])
            for page in PAGES
            if all(page.says(keyword) for keyword in keywords)
        ],
        "announcements": [
            one for one in announcements_on(localdate(at)) if all(keyword in fold(one.text) for keyword in keywords)
        ],
        "activities": [
            (one.public_id, title_of(one, said), time_words(one.starts_at, one.ends_at, language))
            for one in found[:MOST_ACTIVITIES]
        ],
        "more": said["more_activities"].format(count=count) if count > MOST_ACTIVITIES else "",
        "nothing": said["nothing_on_site"].format(text=text),
    }
