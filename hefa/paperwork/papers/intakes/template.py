"""Our own upload template (domain.md part 8): five fixed rows, the data below, codes on a second sheet."""

from hefa.paperwork.names import Meaning, UploadKind
from hefa.paperwork.rules.reading import InColumn, Intake

TEMPLATE = Intake(
    code=UploadKind.TEMPLATE.value,
    label=str(UploadKind.TEMPLATE.label),
    hours_needed=False,
    columns=(
        InColumn(
            "姓名",
            Meaning.NAME,
            needed=True,
            aliases=("學員姓名",),
            help="與身分證件相同；原住民族與外文姓名的間隔號用「‧」",
            format="文字，最多 100 字",
            example="王小明",
        ),
        InColumn(
            "身分證統一編號",
            Meaning.NATIONAL_ID,
            needed=True,
            aliases=("身分證字號", "身份證字號", "身分證號", "身分證統一編號/統一證號"),
            help="外籍人士請填居留證統一證號",
            format="文字，10 碼",
            example="A123456789",
        ),
        InColumn(
            "服務單位代碼",
            Meaning.UNIT_CODE,
            aliases=("服務機關代碼", "機關代碼", "學員所屬機關(構)代碼"),
            help="請查「代碼表」；一般民眾（無服務單位）請空白",
            format="文字，10 碼",
            example="",
        ),
        InColumn(
            "數位時數",
            Meaning.HOURS_DIGITAL,
            help="數位與實體都空白時，依活動設定的時數登錄",
            format="數字，以 0.5 小時為單位",
            example="0",
        ),
        InColumn(
            "實體時數",
            Meaning.HOURS_IN_PERSON,
            help="數位與實體都空白時，依活動設定的時數登錄",
            format="數字，以 0.5 小時為單位",
            example="2",
        ),
        InColumn("備註", help="不會讀取，退回時原樣附上", format="文字", example=""),
    ),
)
