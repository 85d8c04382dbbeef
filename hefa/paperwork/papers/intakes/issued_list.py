"""已核發時數學員名單 coming back (domain.md part 3): without numbers, people are found by name, last four and unit."""

from hefa.paperwork.names import Meaning, UploadKind
from hefa.paperwork.rules.reading import InColumn, Intake

ISSUED_LIST = Intake(
    code=UploadKind.ISSUED_LIST.value,
    label=str(UploadKind.ISSUED_LIST.label),
    hours_needed=False,
    columns=(
        InColumn("序號"),
        InColumn("活動年度", Meaning.ROC_YEAR),
        InColumn("活動名稱", Meaning.ACTIVITY_NAME),
        InColumn("活動代碼", Meaning.ACTIVITY_CODE),
        InColumn("期別", Meaning.NUMBER),
        InColumn("活動起始日期"),
        InColumn("活動起始時間"),
        InColumn("活動結束日期"),
        InColumn("活動結束時間"),
        InColumn("姓名", Meaning.NAME, needed=True),
        InColumn("身分證字號末四碼", Meaning.LAST4, needed=True, aliases=("末四碼", "身分證末四碼")),
        InColumn("服務機關代碼", Meaning.UNIT_CODE, aliases=("服務單位代碼", "機關代碼")),
        InColumn("服務機關"),
        InColumn("數位時數", Meaning.HOURS_DIGITAL),
        InColumn("實體時數", Meaning.HOURS_IN_PERSON),
        InColumn("狀態"),
        InColumn("來源"),
        InColumn("核發時間"),
    ),
)
