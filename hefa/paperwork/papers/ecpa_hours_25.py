"""The file that officers upload to 公務人員終身學習入口網站 (domain.md part 3, `ecpa-hours-25`).

課程代碼 stays blank: it is the portal's own number of a course that exists there, which Hefa does not know. 生日 stays
blank. Line ends and decimal hours are not documented by the portal; they stand here as data, so they can be changed.
"""

from hefa.paperwork.names import LearningKind, Portal, Quoting, Reader, Source
from hefa.paperwork.papers.machine import FOR_MACHINES, WHEN_CORRECTED, WHEN_WITHDRAWN
from hefa.paperwork.rules.profile import Column, Profile

ECPA_HOURS_25 = Profile(
    code="ecpa-hours-25",
    version=1,
    label="ECPA 學習時數（公務人員終身學習入口網站）",
    reader=Reader.MACHINE,
    encoding="cp950",
    quoting=Quoting.NEVER,
    line_end="\r\n",
    date_format="roc",
    time_format="%H:%M:%S",
    max_rows=3000,
    file_name="{profile}_{roc_year}_{code}_{number}",
    replacements=FOR_MACHINES,
    split=True,
    portal=Portal.ECPA,
    when_corrected=WHEN_CORRECTED,
    when_withdrawn=WHEN_WITHDRAWN,
    maps={"learning_kind": {LearningKind.DIGITAL: "1", LearningKind.IN_PERSON: "2", LearningKind.BLENDED: "3"}},
    columns=(
        Column("*身分證字號", Source.NATIONAL_ID, required=True),
        Column("*課程名稱", Source.ACTIVITY_NAME, required=True),
        Column("*開課起始日期", Source.START_DATE, required=True),
        Column("*開課起始時間", Source.START_TIME, required=True),
        Column("*開課結束日期", Source.END_DATE, required=True),
        Column("*開課結束時間", Source.END_TIME, required=True),
        Column("*姓名", Source.NAME, required=True),
        Column("*學位學分", Source.FIXED, required=True, fixed="6"),
        Column("*課程類別代碼", Source.CATEGORY, required=True),
        Column("*上課縣市", Source.COUNTY, required=True),
        Column("*期別", Source.NUMBER, required=True),
        Column("*訓練總數", Source.HOURS_TOTAL, required=True),
        Column("*訓練總數單位", Source.FIXED, required=True, fixed="1"),
        Column("訓練成績", Source.BLANK),
        Column("證件字號", Source.BLANK),
        Column("出勤上課狀況", Source.BLANK),
        Column("生日", Source.BLANK),
        Column("*學習性質", Source.LEARNING_KIND, required=True, value_map="learning_kind"),
        Column("*數位時數", Source.HOURS_DIGITAL, required=True),
        Column("*實體時數", Source.HOURS_IN_PERSON, required=True),
        Column("課程代碼", Source.BLANK),
        Column("*實際上課起始日期", Source.START_DATE, required=True),
        Column("*實際上課起始時間", Source.START_TIME, required=True),
        Column("*實際上課結束日期", Source.END_DATE, required=True),
        Column("*實際上課結束時間", Source.END_TIME, required=True),
    ),
)
