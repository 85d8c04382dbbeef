/** Bring the outbox to the server: on every scan, when the network returns, and every 15 seconds. */

import type { Api, Failure } from "./api";
import type { Answer, Item } from "./item";
import type { Outbox } from "./outbox";

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
  readonly onUnsent: (count: number) => void;
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

  const kick = (): Promise<void> => {
    if (running !== null) {
      again = true;
      return running;
    }
    running = drain().finally(() => {
      running = null;
    });
    return running;
  };

  const drain = async (): Promise<void> => {
    do {
      again = false;
      while (deps.nowMono() >= notBefore && (await sendBatch()));
      deps.onUnsent(await deps.outbox.count());
    } while (again && deps.nowMono() >= notBefore);
  };

  /** True when scans were settled and more may be waiting. */
  const sendBatch = async (): Promise<boolean> => {
    const batch = await deps.outbox.next(MOST_ITEMS);
    if (batch === null) return false;
    const outcome = await deps.api.scans(batch.station, {
      boot: deps.boot,
      now_dev: deps.nowDev().toISOString(),
      now_mono: deps.nowMono(),
      items: batch.items,
    });
    if (!("value" in outcome)) {
      if (outcome.failure === "later") {
        notBefore = deps.nowMono() + outcome.afterMs;
        deps.later(() => void kick(), outcome.afterMs + deps.random() * 1000);
      }
      deps.onFailure(outcome);
      return false;
    }
    const sent = new Set(batch.items.map((item) => item.scan_id));
    const settled = outcome.value.results.filter((result) => sent.has(result.scan_id)).map((result) => result.scan_id);
    await deps.outbox.settle(settled);
    deps.onAnswer(outcome.value, batch.items);
    return settled.length > 0;
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
