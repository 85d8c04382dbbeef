/** What the tests of the scanner share: a station, an outbox of its own, a server in words, a clock that is pushed. */

import "fake-indexeddb/auto";

import type { Answer, Item, Result, Settings, Station } from "../src/item";
import type { Outcome } from "../src/api";
import { openOutbox, type Outbox } from "../src/outbox";

export const STATION: Station = { station: "s1", secret: "k", valid_until: "2099-01-01T00:00:00Z", offering: "o1" };
export const SETTINGS: Settings = {
  version: 1,
  hours: { digital: "0", in_person: "2" },
  window: { opens: "2026-11-24T00:00:00Z", closes: "2026-11-24T05:00:00Z" },
  policy: "static_ok",
};

let outboxes = 0;

export async function freshOutbox(): Promise<Outbox> {
  outboxes += 1;
  const outbox = await openOutbox(`test-${outboxes}`);
  await outbox.keepStation(STATION);
  return outbox;
}

export function item(scanId: string, changes: Partial<Item> = {}): Item {
  return {
    scan_id: scanId,
    boot: "b",
    seq: 1,
    offering: "o1",
    kind: "award",
    source: "camera",
    t_dev: "2026-11-24T01:30:00.000Z",
    t_mono: 1,
    local: "pending",
    settings: 1,
    code: "1",
    ...changes,
  };
}

export function awarded(scanId: string, changes: Partial<Result> = {}): Result {
  return {
    scan_id: scanId,
    verdict: "AWARDED",
    reason: "",
    reasons: [],
    flags: [],
    message: "完成核發時數",
    message_en: "Hours awarded.",
    learner: { name: "王小明", unit: "" },
    hours: { digital: "0", in_person: "2" },
    first: null,
    award: "a",
    replayed: false,
    settlement: null,
    spot_check: false,
    ...changes,
  };
}

export function answer(results: readonly Result[]): Outcome<Answer> {
  return { value: { results, counts: null, settings: null, mark: "m", server_time: "2026-11-24T01:30:00Z" } };
}

/** Timers that are run by hand. */
export function timers(): { later: (act: () => void, ms: number) => void; run: (ms: number) => void } {
  let waiting: { act: () => void; at: number }[] = [];
  let now = 0;
  return {
    later: (act, ms) => {
      waiting.push({ act, at: now + ms });
    },
    run: (ms) => {
      now += ms;
      const due = waiting.filter((one) => one.at <= now);
      waiting = waiting.filter((one) => one.at > now);
      for (const one of due) one.act();
    },
  };
}
