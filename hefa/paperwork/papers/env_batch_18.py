"""環教網's own batch file (domain.md part 3, `env-batch-18`).

The codes of 課程方法 are those of the code list, of which only 1 課程 is known to be the portal's; an operator edits
the list, or gives a copy of this profile a map. Which 機關(構)代碼 people without a unit have is not known:
`no_unit_code` is empty, so such rows are told and left out until an operator says which.
"""

from hefa.paperwork.names import LearningKind, Portal, Quoting, Reader, Source
from hefa.paperwork.papers.machine import FOR_MACHINES
from hefa.paperwork.rules.profile import Column, Profile

ENV_BATCH_18 = Profile(
    code="env-batch-18",
    version=1,
    label="環教網批次檔",
    reader=Reader.MACHINE,
    encoding="cp950",
    quoting=Quoting.NEVER,
    line_end="\r\n",
    date_format="roc",
    time_format="%H:%M:%S",
    max_rows=3000,
    file_name="{profile}_{roc_year}_{code}_{number}",
    replacements=FOR_MACHINES,
    portal=Portal.ENV,
    when_corrected="請登入環教網，在該活動的學員時數中修改這位學員的時數。",
    when_withdrawn="請登入環教網，在該活動的學員時數中刪除這位學員。",
    maps={"learning_kind": {LearningKind.DIGITAL: "1", LearningKind.IN_PERSON: "2", LearningKind.BLENDED: "3"}},
    columns=(
        Column("*年度", Source.ROC_YEAR, required=True),
        Column("*學員所屬機關(構)代碼", Source.UNIT_CODE, required=True),
        Column("*身分證字號", Source.NATIONAL_ID, required=True),
        Column("*課程名稱", Source.ACTIVITY_NAME, required=True),
        Column("*上課起始日期", Source.START_DATE, required=True),
        Column("*姓名", Source.NAME, required=True),
        Column("*課程方法代碼", Source.METHOD, required=True),
        Column("*課程類別代碼", Source.CATEGORY, required=True),
        Column("*內容概要", Source.SUMMARY, required=True),
        Column("*實施縣市", Source.COUNTY, required=True),
        Column("實施地點", Source.PLACE),
        Column("*期別", Source.NUMBER, required=True),
        Column("*上課結束日期", Source.END_DATE, required=True),
        Column("*課程時數", Source.HOURS_TOTAL, required=True),
        Column("*學習性質", Source.LEARNING_KIND, required=True, value_map="learning_kind"),
        Column("*數位時數", Source.HOURS_DIGITAL, required=True),
        Column("*實體時數", Source.HOURS_IN_PERSON, required=True),
        Column("課程代碼", Source.BLANK),
    ),
)
