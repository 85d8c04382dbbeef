"""What flow B, the code page and the refusals say, in 正體中文 (the manual's words) and in English."""

from typing import Final

from hefa.web.learner.activity_words import ACTIVITY_PAIRS
from hefa.web.shell.language import Language, Words
from hefa.web.shell.person_words import PERSON_PAIRS

PAIRS: Final[dict[str, tuple[str, str]]] = {
    **PERSON_PAIRS,
    # The form
    "make_code": ("建立個人條碼", "Make my personal code"),
    "form_title": ("建立個人條碼", "Make a personal code"),
    "form_lead": (
        "請先輸入您的基本資料，再點選「建立個人條碼」按鈕",
        "Please fill in your details, then press “Make my personal code”.",
    ),
    "national_id_short": ("身分證統一編號", "ID number"),
    "unit_short": ("服務單位代碼", "Unit"),
    "close": ("關閉視窗", "Close"),
    "own_waiting": ("這支手機已有 {count} 個條碼", "This browser already holds {count} code(s)"),
    "show_code": ("顯示條碼", "Show code"),
    "have_account": ("已註冊個人帳號者，請先登入再建立條碼", "If you have an account, please log in first."),
    "notice_title": ("個人資料蒐集告知事項", "Privacy notice"),
    "notice_short": (
        "您的資料依環境教育法用於核發及登錄學習時數；身分證統一編號加密保存，畫面只顯示末四碼。",
        "Your data are used to award and record learning hours under the Environmental Education Act. The number is "
        "stored encrypted; screens show its last four characters only.",
    ),
    # What is wrong with a form
    "too_many_codes": (
        "這支手機已有 10 個條碼，請先作廢不用的條碼，或使用另一支手機。",
        "This browser already holds ten codes. Please void one first or use another phone.",
    ),
    "replaced": (
        "已依您新填的資料產生新條碼，這支手機上原有的條碼已失效作廢。",
        "A new code was made with your new details; the earlier code on this phone no longer works.",
    ),
    # The code page
    "code_title": ("{name} 的個人條碼", "Personal code of {name}"),
    "code_use": (
        "請將此條碼交由開課單位掃描，您即可取得環境教育時數",
        "Show this code to the organiser, who scans it to award your environmental education hours.",
    ),
    "card_title": ("個人條碼", "Personal code"),
    "code_picture": ("個人條碼 QR Code", "Personal code, QR code"),
    "brightness": ("請將螢幕調至最亮", "Please turn your screen to full brightness."),
    "live_words": ("條碼每 30 秒自動更新", "The code renews itself every 30 seconds."),
    "live_left": ("{seconds} 秒後更新", "renews in {seconds} s"),
    "live_offline": ("目前離線，條碼仍會更新", "You are offline. The code still renews itself."),
    "static_words": (
        "目前顯示固定條碼；少數活動只接受會更新的條碼。",
        "This is the fixed code; a few activities accept the self-renewing code only.",
    ),
    "valid_until": ("有效期限", "Valid until"),
    "void_and_make": ("作廢條碼並產生新條碼", "Void this code and make a new one"),
    "void_title": ("作廢條碼並產生新條碼", "Void this code and make a new one"),
    "void_words": ("產生新條碼，舊條碼立即失效作廢", "A new code is made; the old one stops working at once."),
    "void_more": (
        "已列印或已傳送的舊條碼圖片將無法再核發時數；已取得的時數不受影響。",
        "Printed or saved pictures of the old code will no longer work. Hours already awarded are kept.",
    ),
    "void_confirm": ("確定作廢並產生新條碼", "Void and make a new code"),
    "void_done": ("已產生新條碼，舊條碼已失效作廢。", "A new code was made; the old one no longer works."),
    "void_before": ("這個條碼先前已作廢。", "This code was voided before."),
    "back": ("回上頁", "Back"),
    "print": ("列印條碼", "Print"),
    "print_hint": (
        "請使用瀏覽器的「列印」功能；列印的是固定條碼，寬度至少 20 mm 才容易掃描。",
        "Use your browser’s print function. The fixed code is printed; keep it at least 20 mm wide.",
    ),
    "download": ("下載圖片", "Download picture"),
    "typed_title": ("無法掃描？取得 8 位數字", "Cannot be scanned? Get eight digits"),
    "typed_words": (
        "開課單位可輸入這 8 位數字代替掃描，5 分鐘內有效，只能使用一次。",
        "The organiser can type these eight digits instead of scanning. Valid for 5 minutes, once.",
    ),
    "typed_get": ("取得 8 位數字", "Get eight digits"),
    "typed_until": ("有效至 {time}", "Valid until {time}"),
    "typed_left": ("剩餘 {time}", "{time} left"),
    "typed_over": ("數字已逾時，請重新取得", "The digits have expired. Please get new ones."),
    "dead_code": ("QRCode 已失效，請重新產生 QRCode", "The QR code is no longer valid. Please make a new one."),
    "dead_voided": ("這個條碼已作廢。", "This code was voided."),
    "dead_expired": ("這個條碼已超過有效期限。", "This code has expired."),
    "awarded": ("完成核發時數", "Hours awarded"),
    "progress_see": ("查看是否已核發時數", "Check for awarded hours"),
    "own_codes": ("本機條碼", "Codes on this phone"),
    "own_lead": (
        "這支手機建立過的條碼。清除瀏覽器資料後將無法再顯示，請重新建立。",
        "Codes made in this browser. If you clear its data they can no longer be shown; make new ones then.",
    ),
    "own_none": ("這支手機還沒有條碼", "There is no code on this phone yet"),
    "own_none_hint": (
        "建立個人條碼後會列在這裡，家人的條碼也可以一起保存。",
        "Codes you make are listed here, those of your family too.",
    ),
    "make_another": ("為其他人建立條碼", "Make a code for somebody else"),
    "passbook": ("學習護照", "Passbook"),
    "language": ("English", "中文"),
    **ACTIVITY_PAIRS,
}


def words(language: Language) -> Words:
    """The word list in one language."""
    return Words(PAIRS, language)
