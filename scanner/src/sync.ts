/** Bring the outbox to the server: on every scan, when the network returns, and every 15 seconds. */

import type { Api, Failure } from "./api";
import type { Answer, Item } from "./item";
import type { Batch, Outbox } from "./outbox";

export const MOST_ITEMS = 200;
const EVERY_MS = 15_000;
const JITTER_MS = 3_000;

export interface SyncDeps {
  readonly api: Pick<Api, "scans">;
  readonly outbox: Outbox;
  readonly boot: string;
  readonly nowDev: () => Date;
  readonly nowMono: () => number;
  readonly random: () => number;
  readonly later: (act: () => void, ms: number) => unknown;
  readonly onAnswer: (answer: Answer, sent: readonly Item[]) => void;
  readonly onFailure: (failure: Failure) => void;
  /** Do this while no other tab sends. */
  readonly inTurn: (act: () => Promise<void>) => Promise<void>;
  readonly onUnsent: (count: { readonly waiting: number; readonly aside: number }) => void;
}

export interface Sync {
  /** Send what is there. Calls while a request is under way are joined into one that follows it. */
  readonly kick: () => Promise<void>;
  readonly start: () => void;
}

export function syncing(deps: SyncDeps): Sync {
  let running: Promise<void> | null = null;
  let again = false;
  let notBefore = 0;
  let most = MOST_ITEMS;
  let ended = new Set<string>();

  const kick = (): Promise<void> => {
    if (running !== null) {
      again = true;
      return running;
    }
    running = deps.inTurn(drain).finally(() => {
      running = null;
    });
    return running;
  };

  const drain = async (): Promise<void> => {
    most = MOST_ITEMS;
    ended = new Set();
    do {
      again = false;
      while (deps.nowMono() >= notBefore && (await sendBatch()));
      deps.onUnsent(await deps.outbox.count());
    } while (again && deps.nowMono() >= notBefore);
  };

  /** True when something changed and more may be waiting. */
  const sendBatch = async (): Promise<boolean> => {
    const batch = await deps.outbox.next(most, ended);
    if (batch === null) return false;
    const outcome = await deps.api.scans(batch.station, {
      boot: deps.boot,
      now_dev: deps.nowDev().toISOString(),
      now_mono: deps.nowMono(),
      items: batch.items,
    });
    if (!("value" in outcome)) return putOff(outcome, batch);
    const sent = new Set(batch.items.map((item) => item.scan_id));
    const results = outcome.value.results.filter((one) => one.verdict !== "RETRY_LATER").filter((one) => sent.has(one.scan_id));
    await deps.outbox.settle(results.map((one) => one.scan_id));
    deps.onAnswer({ ...outcome.value, results }, batch.items);
    return results.length > 0;
  };

  /** After a failure: true when other scans can be sent all the same. One that is refused must not hold up the rest. */
  const putOff = async (failure: Failure, batch: Batch): Promise<boolean> => {
    const [only, ...others] = batch.items;
    if (failure.failure === "refused" && others.length > 0) {
      most = 1;
      return true;
    }
    deps.onFailure(failure);
    switch (failure.failure) {
      case "refused":
        if (only !== undefined) await deps.outbox.putAside(only.scan_id, failure.message);
        return true;
      case "ended":
        ended.add(batch.station.station);
        return true;
      case "later":
        notBefore = deps.nowMono() + failure.afterMs;
        deps.later(() => void kick(), failure.afterMs + deps.random() * 1000);
        return false;
      case "pin":
      case "offline":
        return false;
    }
  };

  const start = (): void => {
    const tick = (): void => {
      void kick();
      deps.later(tick, EVERY_MS + deps.random() * JITTER_MS);
    };
    tick();
  };
  return { kick, start };
}
