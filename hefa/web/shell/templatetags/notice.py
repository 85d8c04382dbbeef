"""`{% notice lang %}`: the text of 個人資料蒐集告知 as a list of heads and texts."""

from django import template

from hefa.web.shell.notice import notice_rows

register = template.Library()


@register.inclusion_tag("shell/notice_rows.html")
def notice(lang: str) -> dict[str, object]:
    """In Chinese, or in English for `en`."""
    return {"rows": notice_rows(lang)}
