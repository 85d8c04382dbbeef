"""What the files for portals have in common: replaced characters, and what to do once an award was changed."""

from collections.abc import Mapping

FOR_MACHINES: Mapping[str, str] = {",": "，", '"': "”", "\r": "", "\n": " ", "\t": " "}
"""Commas, quotes and line breaks break real importers, quoted or not (domain.md part 3)."""
WHEN_CORRECTED = (
    "請登入公務人員終身學習入口網站，在該課程的學員名單中修改這位學員的時數；不能修改時，刪除這位學員後再重新匯出上傳。"
)
WHEN_WITHDRAWN = "請登入公務人員終身學習入口網站，在該課程的學員名單中刪除這位學員的時數。"
