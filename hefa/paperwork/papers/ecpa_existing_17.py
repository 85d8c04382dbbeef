"""The file for a course and 期別 that exist in 公務人員終身學習入口網站 already (domain.md part 3, `ecpa-existing-17`).

Programs that make this file for real agencies spell 通過 and 學習性質 in two ways, and which of them the portal takes
today is not known: both stand here as dialects. Codes are the default, because `ecpa-hours-25` spells them so.
課程代碼 is the portal's own number of the course; the officer tells it once for each activity.
"""

from hefa.paperwork.names import LearningKind, Portal, Quoting, Reader, Source
from hefa.paperwork.papers.machine import FOR_MACHINES, WHEN_CORRECTED, WHEN_WITHDRAWN
from hefa.paperwork.rules.profile import Column, Dialect, Profile

ECPA_EXISTING_17 = Profile(
    code="ecpa-existing-17",
    version=1,
    label="ECPA 已建立課程（課程與期別已在入口網站）",
    reader=Reader.MACHINE,
    encoding="cp950",
    quoting=Quoting.NEVER,
    line_end="\r\n",
    date_format="roc",
    time_format="%H:%M:%S",
    max_rows=3000,
    file_name="{profile}_{roc_year}_{code}_{number}",
    replacements=FOR_MACHINES,
    portal=Portal.ECPA,
    when_corrected=WHEN_CORRECTED,
    when_withdrawn=WHEN_WITHDRAWN,
    dialect="digits",
    dialects={
        "digits": Dialect(
            "代碼（通過 1、0；學習性質 1、2、3）",
            {
                "passed": {"passed": "1", "failed": "0"},
                "learning_kind": {LearningKind.DIGITAL: "1", LearningKind.IN_PERSON: "2", LearningKind.BLENDED: "3"},
            },
        ),
        "words": Dialect(
            "文字（通過、不通過；數位、實體、實體+數位）",
            {
                "passed": {"passed": "通過", "failed": "不通過"},
                "learning_kind": {
                    LearningKind.DIGITAL: "數位",
                    LearningKind.IN_PERSON: "實體",
                    LearningKind.BLENDED: "實體+數位",
                },
            },
        ),
    },
    columns=(
        Column("*課程代碼", Source.COURSE_CODE, required=True),
        Column("*期別", Source.NUMBER, required=True),
        Column("*身分證字號", Source.NATIONAL_ID, required=True),
        Column("*姓名", Source.NAME, required=True),
        Column("*通過", Source.PASSED, required=True, value_map="passed"),
        Column("訓練成績", Source.BLANK),
        Column("訓練總數", Source.HOURS_TOTAL),
        Column("證件字號", Source.BLANK),
        Column("出勤上課狀況", Source.BLANK),
        Column("生日", Source.BLANK),
        Column("*學習性質", Source.LEARNING_KIND, required=True, value_map="learning_kind"),
        Column("*數位時數", Source.HOURS_DIGITAL, required=True),
        Column("*實體時數", Source.HOURS_IN_PERSON, required=True),
        Column("*實際上課起始日期", Source.START_DATE, required=True),
        Column("實際上課起始時間", Source.START_TIME),
        Column("*實際上課結束日期", Source.END_DATE, required=True),
        Column("實際上課結束時間", Source.END_TIME),
    ),
)
