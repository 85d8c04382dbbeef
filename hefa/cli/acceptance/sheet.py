"""The sheet itself: all findings in order, and lines to sign."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import DatabaseError
from django.utils.timezone import localtime

from hefa.cli.acceptance import machine, site, storage
from hefa.cli.acceptance.finding import Finding, State

SIGNED_BY = ("資訊單位承辦人", "資訊安全專責人員", "單位主管")
MARKS = {State.GOOD: "[合格]", State.BAD: "[不合格]", State.BY_HAND: "[人工確認]"}


def look(host: str, *, at: datetime) -> Sequence[Finding]:
    """Everything that this process can see of the installation whose public host is `host`."""
    sides: tuple[Callable[[], Sequence[Finding]], ...] = (
        site.settings_are_production,
        site.second_factor_is_demanded,
        site.passwords_are_changed,
        site.no_demonstration,
        lambda: site.public_address(host, at=at),
        storage.database_is_sound,
        lambda: storage.keys_are_kept(at=at),
        lambda: storage.backup_was_restored(at=at),
        lambda: storage.audit_is_verified(at=at),
        machine.mail_is_taken,
        machine.clock_is_kept,
        machine.disk_has_room,
        machine.journal_is_kept,
    )
    return list(dict.fromkeys(finding for side in sides for finding in _looked(side)))


def _looked(side: Callable[[], Sequence[Finding]]) -> Sequence[Finding]:
    try:
        return side()
    except DatabaseError as error:
        told = f"無法讀取（{type(error).__name__}）。請確認 DATABASE_URL 與資料庫，並執行 dev.py manage migrate。"
        return [Finding("資料庫", State.BAD, told)]


def written(findings: Sequence[Finding], *, host: str, commit: str, at: datetime) -> str:
    """The sheet as plain text, for the screen, a printer and the file."""
    bad = sum(finding.state is State.BAD for finding in findings)
    lines = [
        "Hefa 核發　正式上線檢核表",
        "",
        f"網站：{host}　　版本：{commit}　　檢核時間：{localtime(at):%Y-%m-%d %H:%M}",
        "",
        *(f"{n:2}. {MARKS[one.state]} {one.subject}：{one.told}" for n, one in enumerate(findings, start=1)),
        "",
        f"結果：{'全部合格，人工確認項目請填寫後簽章。' if not bad else f'{bad} 項不合格，改善後請重新檢核。'}",
        "",
        *(f"{role}：＿＿＿＿＿＿＿＿＿＿＿＿　日期：＿＿＿年＿＿月＿＿日\n" for role in SIGNED_BY),
    ]
    return "\n".join(lines)
