"""Database, keys, audit: nothing confirmed is lost, all could be had again, nothing was altered."""

import stat
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage
from django.db import connection
from django.utils.timezone import localtime

from config.checks import database_keeps_what_it_commits, database_logs_nobody, keys_are_whole
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.audit.queries import standing
from hefa.cli.acceptance.drills import fingerprint
from hefa.cli.acceptance.finding import Finding, State

OLDEST = 150_000
RESTORED_WITHIN_DAYS = 100
WORKER_SECONDS = 60
VERIFIED_WITHIN = timedelta(days=2)


def database_is_sound() -> Sequence[Finding]:
    """Version, durability, what the serving role may, and that the worker is alive."""
    unsafe = database_keeps_what_it_commits(None, databases=["default"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
        number, version = cursor.fetchone()
        cursor.execute("SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        (mighty,) = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [WORKER_SECONDS],
        )
        (workers,) = cursor.fetchone()
    told = _settings(unsafe) or "fsync、full_page_writes、synchronous_commit 皆為安全值"
    quoting = database_logs_nobody(None, databases=["default"])
    return [
        Finding.of("資料庫版本", number >= OLDEST, f"PostgreSQL {version}", "請改用 15 以上版本"),
        Finding.of("資料不遺失", not unsafe, told, "請於 postgresql.conf 改回 on，並重新載入設定"),
        Finding.of(
            "資料庫日誌",
            not quoting,
            _settings(quoting) or "不記錄語句與個人資料",
            "請依維運手冊安裝步驟 3 設定",
        ),
        Finding.of(
            "資料庫角色",
            not mighty,
            f"服務角色{'有' if mighty else '沒有'}管理權限",
            "DATABASE_URL 請改用 hefa_app（安裝步驟 3）",
        ),
        Finding.of(
            "背景工作",
            workers > 0,
            f"一分鐘內回報的背景工作 {workers} 個",
            "請執行 systemctl start hefa-worker",
        ),
    ]


def keys_are_kept(*, at: datetime) -> Sequence[Finding]:
    """The key file is whole and its owner's alone, and this very file lies in escrow."""
    path = Path(settings.HEFA_KEYS_FILE)
    broken = keys_are_whole(None)
    if broken:
        told = f"{path} 無法使用（{broken[0].id}）。請還原異地備份的金鑰檔，權限 0400，擁有者為服務帳號。"
        return [Finding("金鑰檔", State.BAD, told)]
    mode = stat.S_IMODE(path.stat().st_mode)
    escrow = AuditEntry.objects.filter(verb=Verb.KEYS_ESCROWED).order_by("id").last()
    held = escrow is not None and escrow.facts["fingerprint"] == fingerprint(path)
    told = "尚無紀錄" if escrow is None else f"{escrow.at:%Y-%m-%d} 記錄 {escrow.facts['copies']} 份"
    return [
        Finding.of("金鑰檔權限", not mode & 0o277, f"權限 {mode:04o}", f"請執行 chmod 0400 {path}"),
        Finding.of(
            "金鑰異地備份",
            held,
            f"{told}，目前金鑰檔指紋 {fingerprint(path)}",
            "請存放兩處後執行 dev.py manage record_escrow --copies 2",
        ),
    ]


def backup_was_restored(*, at: datetime) -> Sequence[Finding]:
    """Somebody has restored a backup and opened it with these keys, not long ago."""
    drill = AuditEntry.objects.filter(verb=Verb.RESTORE_TESTED).order_by("id").last()
    if drill is None:
        return [
            Finding(
                "備份還原測試",
                State.BAD,
                "尚無紀錄。請還原至另一資料庫後執行 dev.py manage test_restore postgresql://…。",
            )
        ]
    days = (at - drill.at).days
    told = f"{drill.at:%Y-%m-%d} 還原，資料至 {drill.facts['newest']}，時數 {drill.facts['awards']} 筆"
    return [Finding.of("備份還原測試", days <= RESTORED_WITHIN_DAYS, told, "請每季至少還原一次")]


def audit_is_verified(*, at: datetime) -> Sequence[Finding]:
    """The whole audit was verified since yesterday, and nothing was found."""
    check = standing().check
    if check is None:
        return [Finding("稽核紀錄驗證", State.BAD, "尚未驗證。請執行 dev.py manage verify_audit。")]
    told = f"{localtime(check.checked_at):%Y-%m-%d %H:%M} 驗證{'不符' if check.flaw else '無誤'}，{check.entries} 筆"
    mend = "請依維運手冊「The audit」處置並通報" if check.flaw else "請確認背景工作，或執行 dev.py manage verify_audit"
    return [Finding.of("稽核紀錄驗證", not check.flaw and at - check.checked_at < VERIFIED_WITHIN, told, mend)]


def _settings(messages: Sequence[CheckMessage]) -> str:
    """The settings that a check names, without its English sentence."""
    return "、".join(message.msg.partition(": ")[2].replace(", ", "、") for message in messages)
