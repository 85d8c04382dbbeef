import assert from "node:assert/strict";
import test from "node:test";

import { dedup } from "../src/dedup";
import { gate, PATIENCE_MS, UNDO_MS, type Gate } from "../src/gate";
import { NOTHING, type Known } from "../src/knowledge";
import type { Item, Settings, Station } from "../src/item";
import { scans } from "../src/scan";
import type { Card } from "../src/screen";
import { awarded, freshOutbox, SETTINGS, STATION, timers } from "./world";

const FOREIGN = "https://example.org/";
/** A static code of key 1 that holds until the end of 2027. */
const OURS = "051429476186648109998056336144364688731399566074796007716524320";

interface Door {
  readonly gate: Gate;
  readonly cards: Card[];
  readonly played: string[];
  readonly items: Item[];
  readonly timers: ReturnType<typeof timers>;
  readonly undone: string[];
  readonly asked: (string | null)[];
  kept: number;
  full: boolean;
  counted: { already: number; refused: number };
  station: Station | null;
  now: number;
  known: Known;
  reachable: boolean;
}

async function door(settings: Settings = SETTINGS): Promise<Door> {
  const outbox = await freshOutbox();
  const clock = timers();
  let ids = 0;
  const door: Omit<Door, "gate"> = {
    cards: [],
    played: [],
    items: [],
    timers: clock,
    undone: [],
    asked: [],
    kept: 0,
    full: false,
    counted: { already: 0, refused: 0 },
    station: STATION,
    now: 0,
    known: NOTHING,
    reachable: true,
  };
  const standing = gate({
    scans: scans({
      outbox: {
        add: async (station, item) => {
          if (door.full) throw new DOMException("no room", "QuotaExceededError");
          await outbox.add(station, item);
          door.items.push(item);
        },
      },
      station: () => door.station,
      settings: () => settings,
      offering: "o1",
      boot: "b",
      kids: new Set([1]),
      nowDev: () => new Date("2026-11-24T01:30:00Z"),
      nowMono: () => door.now,
      offset: () => 0,
      newId: () => `scan-${(ids += 1)}`,
      mark: () => null,
      known: () => Promise.resolve(door.known),
      reachable: () => door.reachable,
    }),
    isNew: dedup(() => door.now),
    later: clock.later,
    show: (card) => door.cards.push(card),
    play: (mood) => door.played.push(mood),
    send: () => undefined,
    count: (counted) => {
      door.counted = { ...counted };
    },
    askUndo: (scanId) => door.undone.push(scanId),
    spotCheck: (scanId) => door.asked.push(scanId),
    onKept: () => {
      door.kept += 1;
    },
    noStation: () => door.cards.push({ mood: "bad", message: "no station" }),
    noStorage: () => door.cards.push({ mood: "bad", message: "no storage" }),
  });
  return Object.assign(door, { gate: standing });
}

const lookUp = (at: Door): Card => at.cards.at(-1) ?? { mood: "idle", message: "" };
const person = { by: "person", learnerRef: "r" } as const;

test("a foreign code is refused at once and kept by its hash alone", async () => {
  const at = await door();
  await at.gate.take({ by: "text", text: FOREIGN, source: "camera" });
  assert.equal(lookUp(at).message, "非環境教育個人條碼，無法核發時數");
  assert.deepEqual(at.played, ["bad"]);
  assert.equal(at.items[0]?.code, undefined);
  assert.match(at.items[0]?.code_hash ?? "", /^[0-9a-f]{64}$/);
  assert.equal(at.items[0]?.local, "refused:UNKNOWN_CODE");
});

test("the server's word for what the gate has said already makes no second sound", async () => {
  const at = await door();
  await at.gate.take({ by: "text", text: FOREIGN, source: "camera" });
  at.gate.settle([awarded("scan-1", { verdict: "REFUSED", reason: "UNKNOWN_CODE", message: "非環境教育個人條碼，無法核發時數" })]);
  await at.gate.take(person);
  at.gate.settle([awarded("scan-2", { verdict: "REFUSED", reason: "VOIDED_CODE", message: "" })]);
  assert.deepEqual(at.played, ["bad", "bad"]);
});

test("a code held before the lens is one scan", async () => {
  const at = await door();
  for (let n = 0; n < 5; n += 1) await at.gate.take({ by: "text", text: FOREIGN, source: "camera" });
  assert.equal(at.items.length, 1);
});

test("the verdict becomes a card with name, unit and hours, and a button that takes it back for ten seconds", async () => {
  const at = await door();
  await at.gate.take(person);
  assert.equal(lookUp(at).message, "時數登錄中...");
  at.gate.settle([awarded("scan-1", { learner: { name: "李喆堃", unit: "綠水縣政府" } })]);
  const card = lookUp(at);
  assert.deepEqual([card.mood, card.message, card.name], ["good", "完成核發時數", "李喆堃"]);
  assert.equal(card.detail, "綠水縣政府　數位： 0 小時， 實體： 2 小時");
  card.onUndo?.();
  assert.deepEqual(at.undone, ["scan-1"]);
  at.timers.run(UNDO_MS);
  assert.equal(lookUp(at).onUndo, undefined);
});

test("without an answer the scan is said to be kept, and its verdict is shown when it comes", async () => {
  const at = await door();
  await at.gate.take(person);
  assert.deepEqual([at.played, at.kept, at.gate.waiting()], [[], 0, 1]);
  at.timers.run(PATIENCE_MS);
  assert.equal(lookUp(at).message, "已暫存，連線後核發時數");
  assert.deepEqual([at.played, at.kept], [["kept"], 1]);
  at.gate.settle([awarded("scan-1")]);
  assert.equal(lookUp(at).message, "完成核發時數");
  assert.deepEqual([at.played, at.gate.waiting()], [["kept", "good"], 0]);
});

test("a late verdict does not cover the card of the next person", async () => {
  const at = await door();
  await at.gate.take(person);
  await at.gate.take(person);
  at.gate.settle([awarded("scan-2", { learner: { name: "乙", unit: "" } })]);
  at.gate.settle([awarded("scan-1", { learner: { name: "甲", unit: "" } })]);
  assert.equal(lookUp(at).name, "乙");
});

test("refused and repeated scans are counted here, with the words of the server", async () => {
  const at = await door();
  await at.gate.take(person);
  at.gate.settle([
    awarded("scan-1", {
      verdict: "REFUSED",
      reason: "ALREADY_AWARDED",
      message: "已登錄時數",
      first: { at: "2026-11-24T01:00:00Z", station: "大門" },
    }),
  ]);
  assert.deepEqual([lookUp(at).mood, lookUp(at).detail], ["known", "首次掃描 09:00（大門）"]);
  await at.gate.take(person);
  at.gate.settle([awarded("scan-2", { verdict: "REFUSED", reason: "VOIDED_CODE", message: "QRCode 已失效，請重新產生 QRCode" })]);
  assert.equal(lookUp(at).mood, "bad");
  assert.deepEqual(at.counted, { already: 1, refused: 1 });
});

test("an undo is a scan of its own that names what it undoes", async () => {
  const at = await door();
  await at.gate.undo("scan-9", "掃錯人");
  assert.deepEqual([at.items[0]?.kind, at.items[0]?.undoes, at.items[0]?.reason], ["undo", "scan-9", "掃錯人"]);
  at.gate.settle([awarded("scan-1", { verdict: "UNDONE", message: "已復原" })]);
  assert.equal(lookUp(at).message, "已復原");
});

test("the card is asked for until another code is read; the same code once more asks on", async () => {
  const at = await door();
  await at.gate.take({ by: "text", text: OURS, source: "camera" });
  at.gate.settle([awarded("scan-1", { spot_check: true })]);
  assert.deepEqual(at.asked, [null, "scan-1"]);
  at.now = 10_000;
  await at.gate.take({ by: "text", text: OURS, source: "camera" });
  at.gate.settle([awarded("scan-2", { verdict: "REFUSED", reason: "ALREADY_AWARDED" })]);
  assert.deepEqual(at.asked, [null, "scan-1"]);
  await at.gate.take({ by: "text", text: FOREIGN, source: "camera" });
  assert.deepEqual(at.asked, [null, "scan-1", null]);
});

test("whoever has passed on is not asked for, nor whose hours are taken back", async () => {
  const at = await door();
  await at.gate.take(person);
  await at.gate.take(person);
  at.gate.settle([awarded("scan-1", { spot_check: true }), awarded("scan-2")]);
  assert.deepEqual(at.asked, [null, null]);
  await at.gate.undo("scan-2", "掃錯人");
  assert.deepEqual(at.asked, [null, null, null]);
});

test("without a station nothing is written and the helper is told", async () => {
  const at = await door();
  at.station = null;
  await at.gate.take(person);
  assert.equal(at.items.length, 0);
  assert.equal(lookUp(at).message, "no station");
  assert.deepEqual(at.played, ["bad"]);
});

test("a phone without room says so aloud, for a scan and for an undo, and counts nothing as kept", async () => {
  const at = await door();
  at.full = true;
  await at.gate.take(person);
  await at.gate.undo("scan-9", "掃錯人");
  assert.deepEqual(at.cards.map((card) => card.message), ["no storage", "no storage"]);
  assert.deepEqual([at.played, at.gate.waiting()], [["bad", "bad"], 0]);
});

test("the same code a little later says 已登錄時數 with its time; on the card's own code nothing changes", async () => {
  const at = await door();
  const show = async (text: string, now: number): Promise<void> => {
    at.now = now;
    await at.gate.take({ by: "text", text, source: "camera" });
  };
  await show(OURS, 0);
  at.gate.settle([awarded("scan-1")]);
  await show(OURS, 1_000);
  assert.deepEqual([at.items.length, lookUp(at).message], [1, "完成核發時數"]);
  await show(FOREIGN, 1_500);
  await show(OURS, 2_500);
  assert.deepEqual([lookUp(at).mood, lookUp(at).message, lookUp(at).detail], ["known", "已登錄時數", "首次掃描 09:30"]);
});

test("what an earlier visit kept is counted when its verdict comes", async () => {
  const at = await door();
  at.gate.settle([awarded("old", { verdict: "REFUSED", reason: "VOIDED_CODE", message: "" })]);
  assert.deepEqual([at.counted, at.cards], [{ already: 0, refused: 1 }, []]);
});

test("without a network the pack decides: voided, already awarded, and a name for the enrolled", async () => {
  const one = await door();
  one.reachable = false;
  one.known = { voided: true, awarded: false, person: null };
  await one.gate.take({ by: "text", text: OURS, source: "camera" });
  assert.equal(one.cards.at(-1)?.message, "QRCode 已失效，請重新產生 QRCode");
  assert.equal(one.items.at(-1)?.local, "refused:VOIDED_CODE");
  one.now += 10_000;
  one.known = { voided: false, awarded: true, person: { name: "王○明", unit: "環保局" } };
  await one.gate.take({ by: "text", text: OURS, source: "camera" });
  assert.deepEqual([one.cards.at(-1)?.message, one.cards.at(-1)?.name, one.cards.at(-1)?.mood], ["已登錄時數", "王○明", "known"]);
  one.now += 10_000;
  one.known = { voided: false, awarded: false, person: { name: "王○明", unit: "環保局" } };
  await one.gate.take({ by: "text", text: OURS, source: "camera" });
  assert.deepEqual([one.cards.at(-1)?.message, one.cards.at(-1)?.name], ["已暫存，連線後核發時數", "王○明"]);
  assert.equal(one.items.at(-1)?.local, "pending");
});

test("with a network the server decides, whatever the pack still says", async () => {
  const one = await door();
  one.known = { voided: true, awarded: true, person: null };
  await one.gate.take({ by: "text", text: OURS, source: "camera" });
  assert.equal(one.items.at(-1)?.local, "pending");
  assert.equal(one.cards.at(-1)?.message, "時數登錄中...");
});
