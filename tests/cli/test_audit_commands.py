"""The commands of the audit: they verify against what is kept elsewhere, and say in words what does not fit."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from bench.trust_audit import as_superuser, build
from hefa.audit.models import AuditCheck, AuditEntry
from hefa.audit.names import Flaw

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_a_sound_audit_verifies_and_is_on_record(tmp_path: Path) -> None:
    build(entries=120)
    kept = tmp_path / "roots.jsonl"
    kept.write_text(said("export_audit_roots"))
    assert said("verify_audit", "--roots", str(kept)).startswith("驗證無誤：封存 1 至 3，紀錄 120 筆")
    check = AuditCheck.objects.get()
    assert (check.entries, check.first_height, check.last_height, check.flaw) == (120, 1, 3, "")
    assert "封存 2 至 3，紀錄 80 筆" in said("verify_audit", "--since", "2")


@pytest.mark.control("附表十 日誌處理失效之回應 1", "附表十 軟體及資訊完整性 3")
def test_a_broken_audit_is_named_and_the_command_fails() -> None:
    build(entries=120)
    broken = AuditEntry.objects.order_by("id")[60]
    with as_superuser(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET verb = 'logged_in' WHERE id = %s", [broken.pk])
    with pytest.raises(CommandError, match=f"{Flaw.ALTERED.label}，封存 2，紀錄編號 {broken.pk}，時間 115-") as told:
        said("verify_audit")
    assert told.value.returncode == 1
    check = AuditCheck.objects.get()
    assert (check.flaw, check.flaw_entry, check.flaw_at) == (Flaw.ALTERED, broken.pk, broken.at)


def test_a_file_of_roots_that_was_altered_is_refused(tmp_path: Path) -> None:
    build(entries=120)
    kept = tmp_path / "roots.jsonl"
    told = said("export_audit_roots")
    for altered in (told.replace('"count": 40', '"count": 41', 1), "", "{}", "x", told.replace("roots-1", "roots-2")):
        kept.write_text(altered)
        with pytest.raises(CommandError, match="根值檔無法使用"):
            said("verify_audit", "--roots", str(kept))
    with pytest.raises(CommandError, match="根值檔無法使用"):
        said("verify_audit", "--roots", str(tmp_path / "none"))


@pytest.mark.control("附表十 日誌資訊之保護 2")
@override_settings(HEFA_IS_PRODUCTION=True)
def test_the_worker_refuses_a_role_that_could_change_the_audit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'none', true)")
    with pytest.raises(CommandError, match="權限過大.*DELETE audit_entry"):
        call_command("worker")


def test_granting_needs_a_role_that_exists() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'none', true)")
    with pytest.raises(CommandError, match="無法授權"):
        said("grant_serving", "nobody_of_this_name")


def test_nothing_is_due_to_be_forgotten() -> None:
    build(entries=20)
    assert "沒有逾期的稽核紀錄" in said("forget_audit", "--dry-run")
