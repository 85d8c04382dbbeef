"""Look at the key rings and turn them over, one step at a time."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from hefa.audit.actions import record
from hefa.audit.names import SYSTEM, Verb
from hefa.base.clock import now
from hefa.cli import key_file
from hefa.cli.rotation import why_not_retire
from hefa.keys.making import with_current_key, with_new_key, without_key
from hefa.keys.models import KeyUse
from hefa.keys.ring import RING_NAMES, ring
from hefa.learners.actions import forget_digests


class Command(BaseCommand):
    """`manage keys show | add RING | use RING KID | retire RING KID`; the services start anew after each change.

    add: every process learns the key before anybody uses it. use: new work takes it. rotate_keys: stored work follows.
    retire: the old key leaves the file, once nothing needs it.
    """

    help = "Show the key rings, add a key, make it the current one, retire an earlier one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("show")
        for name in ("add", "use", "retire"):
            step = steps.add_parser(name)
            step.add_argument("ring", choices=RING_NAMES)
            if name != "add":
                step.add_argument("kid", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["step"] == "show":
            return self._show()
        try:
            with transaction.atomic():
                self._change(options["step"], options["ring"], options.get("kid"))
        except OSError as error:
            raise CommandError(f"金鑰檔無法讀寫：{error.strerror}") from error
        except (KeyError, ValueError) as error:
            raise CommandError(f"金鑰檔未變更：{error}") from None
        return None

    def _show(self) -> None:
        used = {(use.ring, use.kid): use for use in KeyUse.objects.all()}
        for name in RING_NAMES:
            keys = ring(name)
            for kid in keys.kids:
                use = used.get((name, kid))
                since = f"{use.first_used_at:%Y-%m-%d} 起" if use else "尚未使用"
                self.stdout.write(f"{name:<8} {kid:>3}  {'目前' if kid == keys.current_kid else '保留'}  {since}")

    def _change(self, step: str, name: str, kid: int | None) -> None:
        """The audit first, the file last: when it cannot be written, nothing was done."""
        path, at = Path(settings.HEFA_KEYS_FILE), now()
        told = key_file.held(path)
        if step == "add":
            told, kid = with_new_key(told, name)
            words, verb = f"已加入金鑰 {kid}。重新啟動所有服務後，執行 keys use {name} {kid}。", Verb.KEY_ADDED
        elif step == "use" and kid is not None:
            told = with_current_key(told, name, kid)
            words, verb = f"{name} 的目前金鑰為 {kid}。重新啟動所有服務後，執行 rotate_keys。", Verb.KEY_USED
        else:
            kid = kid or 0
            told, words = self._retired(told, name, kid), f"已停用金鑰 {kid}。請重新啟動所有服務。"
            KeyUse.objects.filter(ring=name, kid=kid).update(retired_at=at)
            verb = Verb.KEY_RETIRED
        record(at=at, actor=SYSTEM, verb=verb, subject_kind="key", subject_id=None, facts={"ring": name, "kid": kid})
        key_file.replace(path, told)
        self.stdout.write(words + " 請重新備份金鑰檔並執行 record_escrow。")

    def _retired(self, told: dict[str, Any], name: str, kid: int) -> dict[str, Any]:
        if (why := why_not_retire(name, kid, at=now())) is not None:
            raise CommandError(why)
        if name == "index":
            forget_digests(kid=kid)
        return without_key(told, name, kid)
