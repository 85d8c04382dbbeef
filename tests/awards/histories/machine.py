"""Histories: whatever can happen to some phones, some people and an office, in any order, against the real server.

After each request the ledger must be the oracle's; at the end every scan that was ever made has one verdict or is still
in its phone.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from hefa.activities.names import ScanPolicy
from hefa.base.code_token import slot_of
from tests.awards.histories import faults
from tests.awards.histories.checks import check_ledger, check_recomputed, said_by, said_in
from tests.awards.histories.events import Scan, Told
from tests.awards.histories.oracle import judged
from tests.awards.histories.phones import Phone
from tests.awards.histories.stage import GRACE, Hall, Stage, meanwhile

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ANY = st.integers(0, 11)
"""Which one: taken modulo how many there are."""
WAITS = st.sampled_from(
    [SECOND, 4 * SECOND, 6 * SECOND, 45 * SECOND, 119 * SECOND, 121 * SECOND, 10 * MINUTE, 30 * MINUTE, 14 * HOUR,
     4 * DAY]
)  # fmt: skip
STARTS = st.sampled_from([-30 * MINUTE] * 6 + [60 * MINUTE, 61 * MINUTE, -26 * HOUR, -26 * HOUR - MINUTE])
"""An offering of two hours: it runs, or the scan window opens or closes just now."""
CLOCKS = st.sampled_from(
    ["right", "right", "right", "90 s", "-5 min", "2 h", "-26 h", "26 h", "1970", "2038", "leap day"]
)
LOCALS = st.sampled_from(["pending"] * 4 + ["awarded"] * 3 + ["refused:EXPIRED_CODE"])
SLOTS_AGO = st.sampled_from([None] * 3 + [0] * 4 + [3, 4, 20, 21])
"""A static code, or a live one of so many half minutes ago."""
CRASHES = {
    "crash in the middle": (faults.MIDDLE, 1),
    "crash at the commit": (faults.COMMIT, 1),
    "crash in the middle, again and again": (faults.MIDDLE, 99),
    "crash at the commit, again and again": (faults.COMMIT, 99),
}
"""The server tries again by itself; when that helps nothing either it stores nothing and says so."""
FATES = st.sampled_from(["arrives"] * 3 + ["lost", "answer lost", *CRASHES])


class Histories(RuleBasedStateMachine):
    """Two offerings, two or three learners with codes, three phones; the third serves both offerings."""

    hall: ClassVar[Hall]
    seen: ClassVar[Counter[str]]
    """What came about over all histories."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage(self.hall)

    @initialize(
        policies=st.tuples(st.sampled_from(ScanPolicy), st.sampled_from(ScanPolicy)),
        starts=st.tuples(STARTS, STARTS),
        days_old=st.lists(st.sampled_from([0] * 5 + [30, 31]), min_size=2, max_size=3),
        into_the_day=st.sampled_from([10 * HOUR, 23 * HOUR + 50 * MINUTE]),
    )
    def begin(
        self,
        policies: Sequence[ScanPolicy],
        starts: Sequence[timedelta],
        days_old: Sequence[int],
        into_the_day: timedelta,
    ) -> None:
        self.hall.clock.at = self.hall.world.at.replace(hour=0, minute=0) + into_the_day
        for policy, starts_in in zip(policies, starts, strict=True):
            self.stage.offer(policy, starts_in)
        for learner, days in enumerate(days_old):
            self.stage.bring_learner()
            self.stage.make_code(learner, days_old=days, name_differs=False)
        for offerings in ((0,), (0,), (1, 0)):
            self.stage.open_gate(*offerings)

    # -- at the doors

    @rule(who=ANY, code=ANY, slots_ago=SLOTS_AGO, local=LOCALS)
    def scan(self, who: int, code: int, slots_ago: int | None, local: str) -> None:
        self._tick()
        self._scan(self._phone(who), code, slots_ago, local)

    @rule(who=ANY, code=ANY, slots_ago=SLOTS_AGO, local=LOCALS, fate=FATES)
    def scan_and_send(self, who: int, code: int, slots_ago: int | None, local: str, fate: str) -> None:
        self._tick()
        phone = self._phone(who)
        self._scan(phone, code, slots_ago, local)
        self._send(phone, list(phone.outbox.values()), fate)

    @rule(who=ANY, code=ANY, other=ANY)
    def show_one_picture_at_two_doors(self, who: int, code: int, other: int) -> None:
        self._tick()
        slot = slot_of(self.stage.at)
        first, second = self._phone(who), self._phone(other)
        first.scan(self.stage.at, code=self._code(code), slot=slot)
        second.scan(self.stage.at, code=self._code(code), slot=slot, offering=1 - first.offering)

    @rule(who=ANY, code=ANY, foreign=st.booleans())
    def scan_something_else(self, who: int, code: int, foreign: bool) -> None:
        """A QR that is none of ours, or a code for the other offering, which the third phone may scan too."""
        self._tick()
        phone = self._phone(who)
        where: dict[str, Any] = {} if foreign else {"code": self._code(code), "offering": 1 - phone.offering}
        phone.scan(self.stage.at, **where)

    @rule(who=ANY, which=ANY)
    def undo(self, who: int, which: int) -> None:
        self._tick()
        phone = self._phone(who)
        awards = [scan for scan in phone.made if scan.kind == "award"]
        if awards:
            undone = awards[-1 - which % min(len(awards), 3)]
            phone.scan(self.stage.at, kind="undo", undoes=undone.scan_id)

    @rule(who=ANY, to=CLOCKS | st.none(), drift=st.sampled_from([0, 0, 20, -20]))
    def reload_or_set_the_clock(self, who: int, to: str | None, drift: int) -> None:
        phone = self._phone(who)
        if to is None:
            phone.reload()
        else:
            phone.ahead, phone.drift = self._ahead(to), drift * SECOND

    # -- the network

    @rule(who=ANY, most=st.integers(1, 6), shuffled=st.randoms(use_true_random=False), fate=FATES)
    def send(self, who: int, most: int, shuffled: Any, fate: str) -> None:
        self._tick()
        phone = self._phone(who)
        waiting = list(phone.outbox.values())
        if fate != "arrives":
            shuffled.shuffle(waiting)
        self._send(phone, waiting[:most], fate)

    @rule(who=ANY, which=st.lists(ANY, min_size=1, max_size=4), fate=FATES)
    def tell_again(self, who: int, which: Sequence[int], fate: str) -> None:
        """Scans that were told before, some of them settled, some of them twice in one request."""
        self._tick()
        phone = self._phone(who)
        if phone.made:
            self._send(phone, [phone.made[n % len(phone.made)] for n in which], fate)

    @rule(who=ANY, other=ANY, which=ANY)
    def tell_the_scan_of_another_phone(self, who: int, other: int, which: int) -> None:
        self._tick()
        stored = judged(self.stage.history).stored
        known = [scan for scan in self._phone(other).made if scan.scan_id in stored]
        if known:
            self._send(self._phone(who), [known[which % len(known)]], "arrives")

    @rule(one=ANY, code=ANY)
    def scan_and_send_at_once(self, one: int, code: int) -> None:
        """Two phones scan one person: one is answered while the other has looked at the ledger and not yet written."""
        self._tick()
        phones = self.stage.phones[one % 2], self.stage.phones[1 - one % 2]
        if any(self._too_late(phone) for phone in phones):
            return
        for phone in phones:
            self._scan(phone, code, None, "pending")
        slow, quick = self._awards_waiting(phones[0])[-1:], self._awards_waiting(phones[1])[-3:]
        self._send_at_once(phones[0], slow, phones[1], quick)

    @rule(wait=WAITS, sleeping=st.frozensets(st.integers(0, 2)))
    def wait(self, wait: timedelta, sleeping: frozenset[int]) -> None:
        self.stage.pass_time(wait, sleeping)

    # -- learners and the office

    @rule(learner=ANY, days_old=st.sampled_from([0, 0, 0, 30]), name_differs=st.booleans())
    def make_another_code(self, learner: int, days_old: int, name_differs: bool) -> None:
        self._tick()
        self.stage.make_code(learner % len(self.stage.numbers), days_old=days_old, name_differs=name_differs)

    @rule(code=ANY, lost=st.booleans())
    def void(self, code: int, lost: bool) -> None:
        self._tick()
        self.stage.void(self._code(code), lost=lost)

    @rule(offering=st.integers(0, 1), which=ANY)
    def set_hours_or_enter_by_hand(self, offering: int, which: int) -> None:
        self._tick()
        if which % 2:
            self.stage.set_hours(offering, 1 + which % 4)
        else:
            self.stage.enter_by_hand(offering, which % len(self.stage.numbers))

    @rule(which=ANY, fail=st.booleans())
    def take_back_or_fail(self, which: int, fail: bool) -> None:
        self._tick()
        standing = self.stage.awards()
        if standing:
            offering, learner, award = standing[which % len(standing)]
            (self.stage.fail if fail else self.stage.take_back)(award, offering=offering, learner=learner)

    @rule(which=ANY)
    def settle_or_end_a_gate(self, which: int) -> None:
        self._tick()
        waiting = self.stage.open_reviews()
        if which == 0:
            self.stage.end_gate(self._phone(len(waiting)))
        elif waiting:
            self.stage.settle(waiting[which % len(waiting)])
            check_ledger(self.stage, judged(self.stage.history))

    # -- the end

    def teardown(self) -> None:
        """The network is good at last: what can still be taken is, and nothing is lost."""
        if not self.stage.phones:
            return
        for phone in self.stage.phones:
            self._tick()
            self._send(phone, list(phone.outbox.values()), "arrives")
        outcome = judged(self.stage.history)
        check_ledger(self.stage, outcome)
        check_recomputed(self.stage)
        made = {scan.scan_id for phone in self.stage.phones for scan in phone.made}
        kept = {scan_id for phone in self.stage.phones for scan_id in phone.outbox}
        assert kept | set(outcome.stored) == made, "a scan is neither on record nor in its phone"
        assert all(self._too_late(phone) for phone in self.stage.phones if phone.outbox)

    # -- how it is done

    def _tick(self) -> None:
        """No two things happen at the same time, so that the order of events is that of their times."""
        self.stage.pass_time(SECOND)

    def _phone(self, who: int) -> Phone:
        return self.stage.phones[who % len(self.stage.phones)]

    def _code(self, code: int) -> int:
        return code % len(self.stage.codes)

    def _ahead(self, to: str) -> timedelta:
        offsets = {"90 s": 90 * SECOND, "-5 min": -5 * MINUTE, "2 h": 2 * HOUR, "-26 h": -26 * HOUR, "26 h": 26 * HOUR}
        days = {
            "1970": datetime(1970, 1, 20, tzinfo=UTC),
            "2038": datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
            "leap day": datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
        }
        return days[to] - self.stage.at if to in days else offsets.get(to, timedelta(0))

    def _scan(self, phone: Phone, code: int, slots_ago: int | None, local: str) -> None:
        slot = None if slots_ago is None else slot_of(self.stage.at) - slots_ago
        phone.scan(self.stage.at, code=self._code(code), slot=slot, local=local)

    def _awards_waiting(self, phone: Phone) -> list[Scan]:
        """Of its own offering alone: such a batch writes awards before anything else, and holds no lock till then."""
        return [scan for scan in phone.outbox.values() if (scan.kind, scan.offering) == ("award", phone.offering)]

    def _too_late(self, phone: Phone) -> bool:
        phone.gate.station.refresh_from_db(fields=("valid_until", "revoked_at"))
        station = phone.gate.station
        return self.stage.at > min(station.valid_until, station.revoked_at or station.valid_until) + GRACE

    def _send(self, phone: Phone, scans: Sequence[Scan], fate: str) -> None:
        if not scans or fate == "lost":
            return
        told, body = self.stage.request(phone, scans)
        answer = self._post_in_a_crash(phone, body, fate) if fate in CRASHES else self.stage.post(phone, body)
        if answer.status_code == 503:
            assert "again" in fate
            check_ledger(self.stage, judged(self.stage.history))
            return
        if self._too_late(phone):
            assert (answer.status_code, answer.json()["reason"]) == (403, "STATION_ENDED")
            return
        self._take(phone, told, answer, arrives=fate != "answer lost")

    def _post_in_a_crash(self, phone: Phone, body: dict[str, Any], fate: str) -> Any:
        moment, times = CRASHES[fate]
        with faults.crashing(moment, times=times):
            answer = self.stage.post(phone, body)
            if faults.crashed():
                self.seen.update([fate, "crash"])
        return answer

    def _take(self, phone: Phone, told: Told, answer: Any, *, arrives: bool) -> None:
        """The request was committed: the ledger is the oracle's, and if the answer arrives the phone believes it."""
        assert answer.status_code == 200, answer.content
        self.stage.history.append(told)
        outcome = judged(self.stage.history)
        check_ledger(self.stage, outcome)
        if not arrives:
            self.seen["answer lost"] += 1
            return
        results = answer.json()["results"]
        assert [result["scan_id"] for result in results] == [str(scan.scan_id) for scan in told.scans]
        assert [said_in(result) for result in results] == [said_by(reply) for reply in outcome.replies[-1]]
        for reply in outcome.replies[-1]:
            self.seen[reply.said.refusal or reply.said.verdict] += 1
            self.seen.update(reply.said.reasons | reply.said.flags)
            self.seen["replayed"] += reply.replayed
        phone.settle(results)
        phone.take_mark(answer.json()["mark"], self.stage.at)
        if told_settings := answer.json()["settings"]:
            phone.settings = told_settings["version"]

    def _send_at_once(self, first: Phone, slow: Sequence[Scan], second: Phone, quick: Sequence[Scan]) -> None:
        (told_slow, slow_body), (told_quick, quick_body) = (
            self.stage.request(first, slow), self.stage.request(second, quick),
        )  # fmt: skip
        answers: list[Any] = []

        def overtaken(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            if "INSERT INTO award " in sql and not answers:
                answers.append(meanwhile(lambda: self.stage.post(second, quick_body)))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(overtaken):
            slow_answer = self.stage.post(first, slow_body)
        if answers:
            self.seen["overtaken"] += 1
            self.stage.history.append(told_quick)
            outcome_of_quick = judged(self.stage.history)
            results = answers[0].json()["results"]
            assert [said_in(result) for result in results] == [said_by(one) for one in outcome_of_quick.replies[-1]]
            second.settle(results)
        self._take(first, told_slow, slow_answer, arrives=True)
