"""The code lists of the law and of ECPA, with the days on which entries came or went (domain.md parts 2 and 3)."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

METHODS = ["課程", "演講", "討論", "網路學習", "體驗", "實驗（習）", "戶外學習", "影片觀賞", "實作", "其他活動"]
VISIT_ENDED = date(2017, 11, 28)
"""參訪 was a method until the law text of 2017-11-29."""
FIELDS = {
    "337": "環境教育", "338": "學校及社會環境教育", "339": "氣候變遷", "340": "災害防救", "341": "自然保育",
    "342": "公害防治", "343": "環境及資源管理", "344": "文化保存", "345": "社區參與", "263": "消費者保護",
    "267": "生物多樣性", "268": "永續發展課程", "336": "節能減碳課程", "278": "天然災害講習",
    "501": "當前政府重大政策", "8": "政策宣導訓練",
}  # fmt: skip
COUNTIES = {
    "01": "海外", "10": "臺北市", "20": "基隆市", "21": "福建省連江縣", "23": "新北市", "26": "宜蘭縣",
    "30": "新竹市", "31": "新竹縣", "33": "桃園市", "35": "苗栗縣", "40": "臺中市", "50": "彰化縣", "54": "南投縣",
    "60": "嘉義市", "61": "嘉義縣", "63": "雲林縣", "70": "臺南市", "80": "高雄市", "88": "澎湖縣",
    "89": "福建省金門縣", "90": "屏東縣", "95": "臺東縣", "97": "花蓮縣",
}  # fmt: skip
CLOSED_COUNTIES = {
    "22": ("臺北縣", date(2010, 12, 24)),
    "32": ("桃園縣", date(2014, 12, 24)),
    "41": ("臺中縣", date(2010, 12, 24)),
    "71": ("臺南縣", date(2010, 12, 24)),
    "81": ("高雄縣", date(2010, 12, 24)),
}


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    entry = apps.get_model("activities", "CodeListEntry")
    methods = [(str(number), label, None) for number, label in enumerate(METHODS, start=1)]
    rows = [
        *(("method", *row) for row in [*methods, ("visit", "參訪", VISIT_ENDED)]),
        *(("field", code, label, None) for code, label in FIELDS.items()),
        *(("county", code, label, None) for code, label in COUNTIES.items()),
        *(("county", code, label, until) for code, (label, until) in CLOSED_COUNTIES.items()),
    ]
    entry.objects.bulk_create(
        entry(code_list=code_list, code=code, label=label, valid_until=until) for code_list, code, label, until in rows
    )


def clear(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("activities", "CodeListEntry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = (("activities", "0001_initial"),)
    operations = (migrations.RunPython(fill, clear),)
