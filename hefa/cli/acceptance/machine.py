"""The machine: clock, disk, fonts, journal, and the mail server it speaks to."""

import shutil
import smtplib
import subprocess
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core import mail

from hefa.cli.acceptance.finding import Finding, State

LEAST_FREE = 0.2
JOURNAL = Path("/var/log/journal")
MEND_MAIL = "請確認主機、埠、帳號與密碼，以及防火牆"


def clock_is_kept() -> Sequence[Finding]:
    """NTP: codes live in slots of thirty seconds."""
    asked = ["timedatectl", "show", "--property", "NTPSynchronized", "--value"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603 - ours
    except OSError:
        answer = ""
    if not answer:
        return [
            Finding(
                "校時（NTP）",
                State.BY_HAND,
                "此系統沒有 systemd-timesyncd，請附上校時服務（如 chrony）的狀態。",
            )
        ]
    return [Finding.of("校時（NTP）", answer == "yes", f"NTPSynchronized={answer}", "請執行 timedatectl set-ntp true")]


def disk_has_room() -> Sequence[Finding]:
    """At least a fifth of the disk under the checkout is free."""
    usage = shutil.disk_usage(settings.BASE_DIR)
    free = usage.free / usage.total
    return [Finding.of("磁碟空間", free >= LEAST_FREE, f"剩餘 {free:.0%}", "請清理或擴充磁碟")]


def journal_is_kept() -> Sequence[Finding]:
    """Hefa writes JSON lines to stdout; journald keeps them when it has a folder. Where else they go, a person says."""
    kept = JOURNAL.is_dir()
    return [
        Finding.of(
            "日誌保存",
            kept,
            f"{'有' if kept else '沒有'}資料夾 {JOURNAL}",
            f"請執行 mkdir -p {JOURNAL}，日誌才會留存",
        ),
        Finding("日誌轉送", State.BY_HAND, "請填寫轉送的日誌主機（syslog）與保存期間（至少 6 個月）。"),
    ]


def mail_is_taken() -> Sequence[Finding]:
    """The mail server answers, with TLS and our login, and takes a sender; no letter is sent."""
    if not settings.EMAIL_HOST:
        return [Finding("郵件（SMTP）", State.BAD, "未設定郵件主機。請於 /etc/hefa/env 設定 HEFA_EMAIL_HOST。")]
    connection = mail.get_connection("django.core.mail.backends.smtp.EmailBackend", timeout=10)
    try:
        connection.open()
        code, _ = connection.connection.noop()
    except (OSError, smtplib.SMTPException) as error:
        return [
            Finding(
                "郵件（SMTP）",
                State.BAD,
                f"{settings.EMAIL_HOST} 無法使用（{type(error).__name__}）。{MEND_MAIL}。",
            )
        ]
    finally:
        connection.close()
    told = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}，TLS {'啟用' if settings.EMAIL_USE_TLS else '未啟用'}"
    return [Finding.of("郵件（SMTP）", code == 250 and settings.EMAIL_USE_TLS, told, "請使用 587 埠與 STARTTLS")]
