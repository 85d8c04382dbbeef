"""The database and the keys: that nothing confirmed is lost, and that both could be had again."""

import stat
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from config.checks import database_keeps_what_it_commits, keys_are_whole
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.cli.acceptance.drills import fingerprint
from hefa.cli.acceptance.finding import Finding, State

OLDEST = 150_000
RESTORED_WITHIN_DAYS = 100
WORKER_SECONDS = 60


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
    told = "、".join(message.msg for message in unsafe) or "fsync、full_page_writes、synchronous_commit 皆為安全值"
    return [
        Finding.of("資料庫版本", number >= OLDEST, f"PostgreSQL {version}", "請使用 15 以上版本"),
        Finding.of("資料不遺失", not unsafe, told, "請改回安全值"),
        Finding.of("資料庫角色", not mighty, f"服務角色{'有' if mighty else '沒有'}管理權限", "請以一般角色執行服務"),
        Finding.of("背景工作", workers > 0, f"一分鐘內回報的背景工作 {workers} 個", "systemctl status hefa-worker"),
    ]


def keys_are_kept(*, at: datetime) -> Sequence[Finding]:
    """The key file is whole and its owner's alone, and this very file lies in escrow."""
    path = Path(settings.HEFA_KEYS_FILE)
    broken = keys_are_whole(None)
    if broken:
        return [Finding("金鑰檔", State.BAD, str(broken[0].msg))]
    mode = stat.S_IMODE(path.stat().st_mode)
    escrow = AuditEntry.objects.filter(verb=Verb.KEYS_ESCROWED).order_by("id").last()
    held = escrow is not None and escrow.facts["fingerprint"] == fingerprint(path)
    told = "尚無紀錄" if escrow is None else f"{escrow.at:%Y-%m-%d} 記錄 {escrow.facts['copies']} 份"
    return [
        Finding.of("金鑰檔權限", not mode & 0o277, f"權限 {mode:04o}", "chmod 0400"),
        Finding.of(
            "金鑰異地備份", held, f"{told}，目前金鑰檔指紋 {fingerprint(path)}", "備份後執行 manage record_escrow"
        ),
    ]


def backup_was_restored(*, at: datetime) -> Sequence[Finding]:
    """Somebody has restored a backup and opened it with these keys, not long ago."""
    drill = AuditEntry.objects.filter(verb=Verb.RESTORE_TESTED).order_by("id").last()
    if drill is None:
        return [Finding("備份還原測試", State.BAD, "尚無紀錄。還原至另一資料庫後執行 manage test_restore。")]
    days = (at - drill.at).days
    told = f"{drill.at:%Y-%m-%d} 還原，資料至 {drill.facts['newest']}，時數 {drill.facts['awards']} 筆"
    return [Finding.of("備份還原測試", days <= RESTORED_WITHIN_DAYS, told, "每季至少還原一次")]
