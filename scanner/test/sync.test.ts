import assert from "node:assert/strict";
import test from "node:test";

import type { Failure, Outcome } from "../src/api";
import type { Answer, Item, NotYet, Result, Station } from "../src/item";
import type { Outbox } from "../src/outbox";
import { syncing, type Sync } from "../src/sync";
import { answer, awarded, freshOutbox, item, STATION, timers } from "./world";

interface Sent {
  readonly station: Station;
  readonly ids: readonly string[];
}

interface Bench {
  readonly sync: Sync;
  readonly sent: Sent[];
  readonly failures: Failure[];
  readonly unsent: { waiting: number; aside: number }[];
  readonly timers: ReturnType<typeof timers>;
  now: number;
}

type Serve = (items: readonly Item[], station: Station) => Outcome<Answer<Result | NotYet>>;

/** A phone whose server answers as `serve` says. */
function phone(outbox: Outbox, serve: Serve): Bench {
  const clock = timers();
  const bench: Bench = { sync: null as never, sent: [], failures: [], unsent: [], timers: clock, now: 0 };
  const sync = syncing({
    api: {
      scans: (station, envelope) => {
        bench.sent.push({ station, ids: envelope.items.map((one) => one.scan_id) });
        return Promise.resolve(serve(envelope.items, station));
      },
    },
    outbox,
    boot: "b",
    nowDev: () => new Date("2026-11-24T01:30:00Z"),
    nowMono: () => bench.now,
    random: () => 0,
    later: clock.later,
    onAnswer: () => undefined,
    onFailure: (failure) => bench.failures.push(failure),
    inTurn: (act) => act(),
    onUnsent: (count) => bench.unsent.push(count),
  });
  return Object.assign(bench, { sync });
}

const good = (items: readonly Item[]): Outcome<Answer> => answer(items.map((one) => awarded(one.scan_id)));
const REFUSED: Failure = { failure: "refused", message: "掃描資料格式不正確" };

test("a scan leaves the outbox on its verdict alone", async () => {
  const outbox = await freshOutbox();
  await outbox.add(STATION, item("1"));
  const offline = phone(outbox, () => ({ failure: "offline" }));
  await offline.sync.kick();
  assert.deepEqual(offline.unsent.at(-1), { waiting: 1, aside: 0 });
  const online = phone(outbox, good);
  await online.sync.kick();
  assert.deepEqual(online.unsent.at(-1), { waiting: 0, aside: 0 });
});

test("an answer that names only some scans settles only those", async () => {
  const outbox = await freshOutbox();
  for (const id of ["1", "2"]) await outbox.add(STATION, item(id));
  let calls = 0;
  const told = phone(outbox, (items) => {
    calls += 1;
    return calls === 1 ? answer([awarded("1"), awarded("stranger")]) : good(items);
  });
  await told.sync.kick();
  assert.deepEqual(told.sent.map((one) => one.ids), [["1", "2"], ["2"]]);
});

test("a scan without a verdict stays and is sent again, and the others go on", async () => {
  const outbox = await freshOutbox();
  for (const id of ["1", "2", "3"]) await outbox.add(STATION, item(id));
  const told = phone(outbox, (items) => {
    const sound = answer(items.filter((one) => one.scan_id !== "2").map((one) => awarded(one.scan_id)));
    if (!("value" in sound)) return sound;
    return { value: { ...sound.value, results: [{ scan_id: "2", verdict: "RETRY_LATER" }, ...sound.value.results] } };
  });
  await told.sync.kick();
  assert.deepEqual(told.sent.map((one) => one.ids), [["1", "2", "3"], ["2"]]);
  assert.deepEqual(told.unsent.at(-1), { waiting: 1, aside: 0 });
});

test("450 scans go in batches of 200, oldest first", async () => {
  const outbox = await freshOutbox();
  for (let n = 0; n < 450; n += 1) {
    const at = new Date(Date.UTC(2026, 10, 24, 1, 0, 0, 450 - n)).toISOString();
    await outbox.add(STATION, item(String(n), { t_dev: at }));
  }
  const online = phone(outbox, good);
  await online.sync.kick();
  assert.deepEqual(online.sent.map((one) => one.ids.length), [200, 200, 50]);
  assert.equal(online.sent[0]?.ids[0], "449");
});

test("one scan that the server refuses is put aside with its reason, and the others go on", async () => {
  const outbox = await freshOutbox();
  for (const id of ["1", "poison", "3"]) await outbox.add(STATION, item(id));
  const told = phone(outbox, (items) => (items.some((one) => one.scan_id === "poison") ? REFUSED : good(items)));
  await told.sync.kick();
  assert.deepEqual(told.unsent.at(-1), { waiting: 0, aside: 1 });
  assert.deepEqual(told.failures, [REFUSED]);
  const later = phone(outbox, good);
  await later.sync.kick();
  assert.deepEqual(later.sent, []);
});

test("a station that is unknown to the server holds up no other station", async () => {
  const outbox = await freshOutbox();
  const other = { ...STATION, station: "s2" };
  await outbox.keepStation(other);
  await outbox.add(STATION, item("1"));
  await outbox.add(other, item("2", { t_dev: "2026-11-24T02:00:00.000Z" }));
  const told = phone(outbox, (items, station) =>
    station.station === "s1" ? { failure: "ended", message: "掃描授權已到期" } : good(items),
  );
  await told.sync.kick();
  assert.deepEqual(told.unsent.at(-1), { waiting: 1, aside: 0 });
  assert.deepEqual(told.sent.map((one) => one.station.station), ["s1", "s2"]);
});

test("a server that asks for patience gets it", async () => {
  const outbox = await freshOutbox();
  await outbox.add(STATION, item("1"));
  let busy = true;
  const told = phone(outbox, (items) => (busy ? { failure: "later", afterMs: 5_000, message: "" } : good(items)));
  await told.sync.kick();
  await told.sync.kick();
  assert.equal(told.sent.length, 1);
  busy = false;
  told.now = 5_000;
  told.timers.run(5_000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(told.unsent.at(-1), { waiting: 0, aside: 0 });
});

test("scans made while a request is under way follow it", async () => {
  const outbox = await freshOutbox();
  await outbox.add(STATION, item("1"));
  const online = phone(outbox, good);
  const first = online.sync.kick();
  await outbox.add(STATION, item("2"));
  await online.sync.kick();
  await first;
  assert.deepEqual(online.unsent.at(-1), { waiting: 0, aside: 0 });
});

test("a station of an earlier visit is found again while it lasts", async () => {
  const outbox = await freshOutbox();
  assert.deepEqual(await outbox.stationFor("o1", Date.UTC(2026, 10, 24)), STATION);
  assert.equal(await outbox.stationFor("o1", Date.UTC(2099, 1, 2)), null);
  assert.equal(await outbox.stationFor("o2", Date.UTC(2026, 10, 24)), null);
});
