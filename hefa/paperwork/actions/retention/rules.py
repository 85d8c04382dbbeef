"""How long personal data are kept: every rule that lets go of something, and every sealed column with its rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hefa.accounts.actions import count_expired, purge_expired
from hefa.awards.actions.forget import (
    codes_over,
    forget_codes,
    forget_quarantined,
    forget_told_names,
    quarantined_over,
    told_names_over,
)
from hefa.codes.actions import count_typed_over, purge_typed
from hefa.paperwork.actions.purge_uploads import count_staged_over, purge_staged
from hefa.paperwork.actions.retention.batches import Rule, in_batches
from hefa.paperwork.actions.retention.people import (
    ecpa_names_over,
    forget_ecpa_names,
    forget_lecturers,
    forget_requests,
    forget_walk_ins,
    lecturers_over,
    requests_over,
    walk_ins_over,
)
from hefa.paperwork.actions.year.purging import count_members_over, imports_over, purge_imports, purge_rosters
from hefa.stations.actions import forget_helpers, forget_pins, helpers_over, pins_over


@dataclass(frozen=True, slots=True)
class Column:
    """A sealed column: what it holds, how long it is kept, and the rule by which it goes; none for what stays."""

    holds: str
    kept: str
    rule: str = ""


RULES: Sequence[Rule] = (
    Rule("sessions", "已結束的登入、重設密碼信與失敗次數", count_expired, purge_expired),
    Rule("typed_codes", "逾 5 分鐘的 8 位數字", count_typed_over, purge_typed),
    Rule("staged_rows", "上傳檔案的資料列：結束後 30 天，未確認者 7 天", count_staged_over, purge_staged),
    Rule("year_imports", "未採用的名冊檔案：1 天", lambda *, at: imports_over(at=at).count(), purge_imports),
    Rule("year_members", "年度名冊人員與豁免證明：年度截止後 3 年", count_members_over, purge_rosters),
    in_batches("walk_ins", "未取得時數的學員：90 天", walk_ins_over, forget_walk_ins),
    in_batches("codes", "條碼：到期後 1 年，掃描紀錄與時數均未引用", codes_over, forget_codes),
    in_batches("told_names", "現場登錄的姓名：3 年", told_names_over, forget_told_names),
    in_batches("quarantined", "無法判讀的掃描內容：3 年", quarantined_over, forget_quarantined),
    in_batches("helpers", "協助人員姓名：掃描點到期後 3 年", helpers_over, forget_helpers),
    in_batches("pins", "掃描授權的 PIN 碼：結束後 30 天", pins_over, forget_pins),
    in_batches("ecpa_names", "ECPA 姓名：學員已無有效時數，設定後 90 天", ecpa_names_over, forget_ecpa_names),
    in_batches("lecturers", "未授課且已停用的講師：90 天", lecturers_over, forget_lecturers),
    in_batches("rights_requests", "當事人請求：答覆後 3 年", requests_over, forget_requests),
)
"""In this order they run: a code that goes may be what held a person."""

AS_AWARD = "as the award: it is a statutory record (環境教育法 §19) and no rule removes it"
ROSTER = "three years after the deadline of the roster's year"
LECTURER = "as long as an offering names the lecturer; 90 days after retiring without any"
WALK_IN = "as long as an award, a scan or an account of the person stands; 90 days without any"
ACCOUNT = "until the account is closed, by its owner's request for deletion"
REQUEST = "three years after it was answered"
COLUMNS: Mapping[str, Column] = {
    "award.entered_name": Column("name as an officer or a file wrote it, where it differs", AS_AWARD),
    "account.name": Column("name of the account's owner", ACCOUNT),
    "account.email": Column("address for letters", ACCOUNT),
    "authenticator_app.seed": Column("what an authenticator app and the server share", "until it is removed"),
    "provider_link.subject": Column("what a provider calls an account's owner", "until the owner takes the link away"),
    "attachment.content": Column(
        "a file of an offering: sign-in sheet, photographs", "as the award rows of the offering, which it proves"
    ),
    "learner.name": Column("name of the person", WALK_IN, "walk_ins"),
    "learner.id_last4": Column("last four of the number, for screens", "as the name", "walk_ins"),
    "national_id.number": Column("the number, opened by the vault alone", "as the name", "walk_ins"),
    "national_id.id_last4": Column("last four of a number that was replaced", "as the name", "walk_ins"),
    "account_link.id_last4": Column("last four of the number that an account told", ACCOUNT),
    "personal_code.id_last4": Column("last four of the number that was typed for a code", "as its name", "codes"),
    "lecturer.name": Column("name of somebody who teaches", LECTURER, "lecturers"),
    "lecturer.position": Column("where the lecturer works, as what", "as the name", "lecturers"),
    "lecturer.contact": Column("how the organiser reaches the lecturer", "as the name", "lecturers"),
    "lecturer.intro": Column("what the lecturer told of oneself", "as the name", "lecturers"),
    "ecpa_name.name": Column(
        "name that a portal can hold, given by an officer", "as long as an award of the person stands", "ecpa_names"
    ),
    "reset_wish.asked": Column(
        "帳號 or address that somebody asked a letter for",
        "until the letter is written, half an hour at most",
        "sessions",
    ),
    "account_letter.address": Column(
        "where a letter about an account is going", "until the letter has left, three days at most", "sessions"
    ),
    "scan_quarantine.payload": Column(
        "a scan that nothing could be made of, as it was told", "as the scan: three years", "quarantined"
    ),
    "review.told_name": Column("name as a helper typed it at the door", "as the scan: three years", "told_names"),
    "office_request.contact": Column(
        "how to reach whoever asked to be an officer", "as the request, which tells who was appointed and why"
    ),
    "scan_pass.pin": Column(
        "PIN of a 掃描授權, which its officer tells the helpers", "30 days after the pass ended", "pins"
    ),
    "station.helper_name": Column(
        "name of the helper who scanned", "three years after the phone was last in use", "helpers"
    ),
    "year_import.content": Column("a roster's file until it is taken over", "one day", "year_imports"),
    "year_member.exempt_reason": Column("why somebody is exempt", "as the name", "year_members"),
    "year_member.id_last4": Column("last four of somebody on a roster", "as the name", "year_members"),
    "year_member.name": Column("name of somebody on a unit's roster", ROSTER, "year_members"),
    "year_proof.content": Column("the proof of an exemption", "as the name on the roster", "year_members"),
    "personal_code.name": Column(
        "name as typed when the code was made", "expiry and one year, never while a scan or an award names it", "codes"
    ),
    "rights_request.wish": Column("what a person asked about one's own data", REQUEST, "rights_requests"),
    "rights_request.answer": Column("what the person was answered", "as the request", "rights_requests"),
    "staged_row.told": Column(
        "a row of an uploaded file as it was sent", "30 days after the upload ended, 7 unconfirmed", "staged_rows"
    ),
}
"""Every sealed column: what it holds and how long it is kept (security.md, data protection)."""
