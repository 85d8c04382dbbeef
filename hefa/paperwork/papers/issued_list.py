"""已核發時數學員名單 for people: opens in Excel as it is, with the last four of the ID alone (domain.md part 3).

The same list comes as CSV, XLSX and ODS.
"""

from dataclasses import replace

from hefa.paperwork.names import FileKind, Quoting, Reader, Source
from hefa.paperwork.rules.profile import Column, Profile

ISSUED_LIST = Profile(
    code="issued-list",
    version=1,
    label="已核發時數學員名單（CSV）",
    reader=Reader.HUMAN,
    encoding="utf-8",
    bom=True,
    quoting=Quoting.MINIMAL,
    line_end="\r\n",
    date_format="roc",
    time_format="%H:%M",
    when_corrected="請將更正後的時數告知取得這份名單的人。",
    when_withdrawn="請告知取得這份名單的人，這位學員的時數已刪除或不通過。",
    file_name="{profile}_{roc_year}_{code}_{number}",
    columns=(
        Column("序號", Source.ROW_NUMBER),
        Column("活動年度", Source.ROC_YEAR),
        Column("活動名稱", Source.ACTIVITY_NAME),
        Column("活動代碼", Source.ACTIVITY_CODE),
        Column("期別", Source.NUMBER),
        Column("活動起始日期", Source.START_DATE),
        Column("活動起始時間", Source.START_TIME),
        Column("活動結束日期", Source.END_DATE),
        Column("活動結束時間", Source.END_TIME),
        Column("姓名", Source.NAME, required=True),
        Column("身分證字號末四碼", Source.ID_MASKED),
        Column("服務機關代碼", Source.UNIT_CODE),
        Column("服務機關", Source.UNIT_NAME),
        Column("數位時數", Source.HOURS_DIGITAL),
        Column("實體時數", Source.HOURS_IN_PERSON),
        Column("狀態", Source.STATE),
        Column("來源", Source.AWARD_SOURCE),
        Column("核發時間", Source.AWARDED_AT),
    ),
)
ISSUED_LIST_XLSX = replace(
    ISSUED_LIST, code="issued-list-xlsx", label="已核發時數學員名單（XLSX）", kind=FileKind.XLSX, bom=False
)
ISSUED_LIST_ODS = replace(
    ISSUED_LIST, code="issued-list-ods", label="已核發時數學員名單（ODS）", kind=FileKind.ODS, bom=False
)
