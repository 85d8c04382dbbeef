"""The words of the audit."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices


class ActorKind(TextChoices):
    """Who can do something."""

    ACCOUNT = "account", "帳號"
    STATION = "station", "掃描點"
    VISITOR = "visitor", "未登入者"
    SYSTEM = "system", "系統"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a kind, and the public id of the account or station."""

    kind: ActorKind
    id: UUID | None = None

    @classmethod
    def account(cls, public_id: UUID) -> "Actor":
        return cls(ActorKind.ACCOUNT, public_id)

    @classmethod
    def station(cls, public_id: UUID) -> "Actor":
        return cls(ActorKind.STATION, public_id)


SYSTEM = Actor(ActorKind.SYSTEM)
VISITOR = Actor(ActorKind.VISITOR)


class Flaw(TextChoices):
    """What a verification of the journal can find 驗證發現, of an entry or of a seal."""

    ALTERED = "altered", "紀錄內容被修改"
    REMOVED = "removed", "紀錄被移除"
    INSERTED = "inserted", "紀錄是事後加入"
    REORDERED = "reordered", "紀錄順序被調動"
    FORGED = "forged", "封存被偽造或修改"
    MISSING = "missing", "封存被移除"


class Verb(TextChoices):
    """What was done 稽核紀錄."""

    ACCOUNT_REGISTERED = "account_registered", "註冊帳號"
    ACCOUNT_CHANGED = "account_changed", "修改個人資料"
    ACCOUNT_LINKED = "account_linked", "帳號連結學員"
    ACCOUNT_PROVEN = "account_proven", "確認帳號為本人"
    LOGGED_IN = "logged_in", "登入"
    LOGIN_LOCKED = "login_locked", "帳號鎖定"
    PASSWORD_CHANGED = "password_changed", "變更密碼"
    RESET_ASKED = "reset_asked", "申請重設密碼"
    PASSWORD_RESET = "password_reset", "重設密碼"
    LEARNER_ENTERED = "learner_entered", "建立學員"
    NAME_CORRECTED = "name_corrected", "更正學員姓名"
    LEARNER_LOOKED_UP = "learner_looked_up", "查詢學員"
    ID_OPENED = "id_opened", "調閱身分證字號"
    UNITS_IMPORTED = "units_imported", "匯入機關代碼"
    ORGANISER_APPROVED = "organiser_approved", "核准開課單位"
    OFFICER_APPOINTED = "officer_appointed", "指派承辦人"
    OFFICE_ENDED = "office_ended", "承辦人卸任"
    DUTIES_CHANGED = "duties_changed", "變更職責"
    DEPUTY_APPOINTED = "deputy_appointed", "指派職務代理人"
    HANDED_OVER = "handed_over", "職務移交"
    IDENTITY_CHOSEN = "identity_chosen", "切換身分"
    ORGANISER_CHANGED = "organiser_changed", "修改開課單位"
    ORGANISER_DISABLED = "organiser_disabled", "停用開課單位"
    ORGANISER_ENABLED = "organiser_enabled", "恢復開課單位"
    ORGANISER_MERGED = "organiser_merged", "併入其他開課單位"
    ORGANISER_TAKEN_IN = "organiser_taken_in", "併入本開課單位"
    ORGANISER_PARTED = "organiser_parted", "取消合併"
    OFFICE_REQUESTED = "office_requested", "申請成為承辦人"
    OFFICE_REQUEST_WITHDRAWN = "office_request_withdrawn", "撤回承辦人申請"
    OFFICE_REQUEST_APPROVED = "office_request_approved", "核准承辦人申請"
    OFFICE_REQUEST_DECLINED = "office_request_declined", "不核准承辦人申請"
    OPERATOR_APPOINTED = "operator_appointed", "指派系統管理者"
    OPERATOR_ENDED = "operator_ended", "系統管理者卸任"
    SITE_NAMED = "site_named", "設定網站名稱"
    ANNOUNCED = "announced", "刊登公告"
    ANNOUNCEMENT_WITHDRAWN = "announcement_withdrawn", "撤下公告"
    KEYS_ESCROWED = "keys_escrowed", "金鑰異地備份"
    KEY_ADDED = "key_added", "新增金鑰"
    KEY_USED = "key_used", "啟用金鑰"
    KEY_RETIRED = "key_retired", "停用金鑰"
    RESTORE_TESTED = "restore_tested", "備份還原測試"
    RECORDS_OPENED = "records_opened", "檢視資料紀錄"
    AUDIT_SAMPLED = "audit_sampled", "查核抽樣"
    AUDIT_OPENED = "audit_opened", "查核檢視"
    AUDIT_SEARCHED = "audit_searched", "查詢稽核紀錄"
    AUDIT_TAKEN = "audit_taken", "下載稽核紀錄"
    AUDIT_ROOTS_TAKEN = "audit_roots_taken", "下載稽核封存根值"
    AUDIT_FORGOTTEN = "audit_forgotten", "清除逾期稽核紀錄"
    AUDIT_ERA_BEGUN = "audit_era_begun", "稽核紀錄換新資料庫"
    ACTIVITY_PLANNED = "activity_planned", "新增活動"
    ACTIVITY_CHANGED = "activity_changed", "修改活動"
    OFFERING_PLANNED = "offering_planned", "新增期別"
    OFFERING_CHANGED = "offering_changed", "修改期別"
    OFFERING_CANCELLED = "offering_cancelled", "取消期別"
    OFFERING_RESTORED = "offering_restored", "恢復期別"
    TOPICS_SET = "topics_set", "設定子題"
    ATTACHMENT_ADDED = "attachment_added", "上傳附件"
    ATTACHMENT_OPENED = "attachment_opened", "下載附件"
    ATTACHMENT_REMOVED = "attachment_removed", "移除附件"
    CODE_ENTRY_ADDED = "code_entry_added", "新增代碼"
    CODES_IMPORTED = "codes_imported", "匯入代碼表"
    CODE_ENTRY_ENDED = "code_entry_ended", "停用代碼"
    HOURS_SET = "hours_set", "設定核發時數"
    WINDOW_EXTENDED = "window_extended", "延長掃描時間"
    ENROLLED = "enrolled", "報名"
    ENROLMENT_WITHDRAWN = "enrolment_withdrawn", "取消報名"
    ENROLMENT_APPROVED = "enrolment_approved", "核准報名"
    ENROLMENT_DECLINED = "enrolment_declined", "不核准報名"
    ENROLMENT_MOVED_UP = "enrolment_moved_up", "候補遞補"
    LECTURER_ADDED = "lecturer_added", "新增講師"
    LECTURER_CHANGED = "lecturer_changed", "修改講師"
    LECTURER_RETIRED = "lecturer_retired", "停用講師"
    LECTURER_REINSTATED = "lecturer_reinstated", "恢復講師"
    LECTURERS_ASSIGNED = "lecturers_assigned", "指定本期講師"
    CODE_MADE = "code_made", "建立個人條碼"
    CODE_VOIDED = "code_voided", "作廢條碼"
    CODES_REPORTED_LOST = "codes_reported_lost", "掛失條碼"
    TYPED_CODE_MADE = "typed_code_made", "取得輸入數字"
    STATION_OPENED = "station_opened", "開啟掃描器"
    STATION_REVOKED = "station_revoked", "撤銷掃描點"
    PASS_MADE = "pass_made", "新增掃描授權"
    PASS_CHANGED = "pass_changed", "變更掃描授權"
    PASS_REVOKED = "pass_revoked", "撤銷掃描授權"
    AWARDED = "awarded", "核發時數"
    SCANS_CARRIED = "scans_carried", "代為上傳掃描"
    PASSAGE_NOTED = "passage_noted", "簽到簽退"
    SCAN_REFUSED = "scan_refused", "掃描未核發"
    NUMBER_REFUSED = "number_refused", "現場登錄號碼有誤"
    REVIEW_OPENED = "review_opened", "掃描待確認"
    REVIEW_SETTLED = "review_settled", "確認掃描"
    NAME_SETTLED = "name_settled", "確認姓名"
    FIRST_SCAN_EARLIER = "first_scan_earlier", "更正首次掃描時間"
    UNDONE = "undone", "現場復原"
    AWARD_CORRECTED = "award_corrected", "修改時數"
    AWARD_REVOKED = "award_revoked", "刪除時數"
    CARDS_PRINTED = "cards_printed", "列印條碼卡"
    AWARD_MOVED = "award_moved", "移轉時數"
    GROUP_ENTERED = "group_entered", "新增班級/單位"
    GROUP_CORRECTED = "group_corrected", "修改班級/單位"
    GROUP_REVOKED = "group_revoked", "刪除班級/單位"
    PAPER_MADE = "paper_made", "匯出"
    PORTAL_MARKED = "portal_marked", "標示上傳狀態"
    PORTAL_REPLIED = "portal_replied", "匯入收件系統回覆"
    CHANGES_HANDLED = "changes_handled", "處理匯出後異動"
    CHANGES_TAKEN = "changes_taken", "下載匯出後異動清單"
    ECPA_NAME_GIVEN = "ecpa_name_given", "設定 ECPA 姓名"
    ECPA_NAME_ENDED = "ecpa_name_ended", "停用 ECPA 姓名"
    COURSE_CODE_TOLD = "course_code_told", "設定收件系統課程代碼"
    PROFILE_STORED = "profile_stored", "儲存匯出格式"
    UPLOAD_STAGED = "upload_staged", "上傳檔案"
    UPLOAD_CONFIRMED = "upload_confirmed", "確認上傳"
    UPLOAD_DISCARDED = "upload_discarded", "放棄上傳"
    UPLOAD_RESUMED = "upload_resumed", "重新執行上傳"
    UPLOAD_ENTERED = "upload_entered", "完成上傳"
    REFUSED_ROWS_TAKEN = "refused_rows_taken", "下載退回資料"
    YEAR_ROSTER_OPENED = "year_roster_opened", "建立年度名冊"
    YEAR_ROSTER_IMPORTED = "year_roster_imported", "匯入年度名冊"
    YEAR_MEMBER_ADDED = "year_member_added", "名冊新增人員"
    YEAR_MEMBER_CHANGED = "year_member_changed", "名冊修改人員"
    YEAR_MEMBER_REMOVED = "year_member_removed", "名冊移除人員"
    YEAR_MEMBER_EXEMPTED = "year_member_exempted", "名冊人員豁免"
    YEAR_MEMBER_RESTORED = "year_member_restored", "名冊人員恢復列計"
    YEAR_MEMBER_SETTLED = "year_member_settled", "確認名冊人員對應"
    YEAR_PROOF_OPENED = "year_proof_opened", "調閱豁免證明"
    YEAR_CLASSES_CHANGED = "year_classes_changed", "修改名冊班級"
    REMINDER_SETTLED = "reminder_settled", "處理提醒"
    EXPIRED_PURGED = "expired_purged", "清除到期資料"
