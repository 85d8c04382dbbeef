"""The file that 公務人員終身學習入口網站 took before 2015 (domain.md part 3, `ecpa-legacy-19`): dates without times."""

from hefa.paperwork.names import LearningKind, Portal, Quoting, Reader, Source
from hefa.paperwork.papers.machine import FOR_MACHINES, WHEN_CORRECTED, WHEN_WITHDRAWN
from hefa.paperwork.rules.profile import Column, Profile

ECPA_LEGACY_19 = Profile(
    code="ecpa-legacy-19",
    version=1,
    label="ECPA 舊格式（104 年以前）",
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
        Column("*名稱", Source.ACTIVITY_NAME, required=True),
        Column("*起始日期", Source.START_DATE, required=True),
        Column("*姓名", Source.NAME, required=True),
        Column("*學位學分", Source.FIXED, required=True, fixed="6"),
        Column("*課程類別代碼", Source.CATEGORY, required=True),
        Column("*上課縣市", Source.COUNTY, required=True),
        Column("期別", Source.NUMBER),
        Column("*終迄日期", Source.END_DATE, required=True),
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
    ),
)
