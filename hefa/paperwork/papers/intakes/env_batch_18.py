"""環教網's own batch file, the old way (domain.md part 3). What describes the activity is not read: Hefa knows it."""

from hefa.paperwork.names import Meaning, UploadKind
from hefa.paperwork.rules.reading import InColumn, Intake

ENV_BATCH_18 = Intake(
    code=UploadKind.ENV_BATCH.value,
    label=str(UploadKind.ENV_BATCH.label),
    unit_needed=True,
    columns=(
        InColumn("年度", Meaning.ROC_YEAR, needed=True),
        InColumn("學員所屬機關(構)代碼", Meaning.UNIT_CODE, needed=True, aliases=("學員所屬機關代碼",)),
        InColumn("身分證字號", Meaning.NATIONAL_ID, needed=True, aliases=("身分證統一編號",)),
        InColumn("課程名稱", Meaning.ACTIVITY_NAME, needed=True),
        InColumn("上課起始日期", Meaning.START_DATE, needed=True),
        InColumn("姓名", Meaning.NAME, needed=True),
        InColumn("課程方法代碼"),
        InColumn("課程類別代碼"),
        InColumn("內容概要"),
        InColumn("實施縣市"),
        InColumn("實施地點"),
        InColumn("期別", Meaning.NUMBER, needed=True),
        InColumn("上課結束日期", Meaning.END_DATE, needed=True),
        InColumn("課程時數", Meaning.HOURS_TOTAL, needed=True),
        InColumn("學習性質", Meaning.LEARNING_KIND, needed=True),
        InColumn("數位時數", Meaning.HOURS_DIGITAL, needed=True),
        InColumn("實體時數", Meaning.HOURS_IN_PERSON, needed=True),
        InColumn("課程代碼", Meaning.ACTIVITY_CODE),
    ),
)
