/** Tabs of one browser share the outbox: one sends at a time, and all hear the verdicts (docs/adr/0016). */

import type { Result } from "./item";

export interface Tabs {
  /** Do this while no other tab does; a tab that was put to sleep holding its turn is not waited for long. */
  readonly inTurn: (act: () => Promise<void>) => Promise<void>;
  /** Let the other tabs know what the server said. */
  readonly tell: (results: readonly Result[]) => void;
}

export const OUTBOX = "hefa-outbox";
const PATIENCE_MS = 5_000;

/** Browsers of before 2022 lack both powers: there two tabs may send a scan twice, and it is answered once. */
export function tabs(
  locks: Pick<LockManager, "request"> | undefined,
  channel: BroadcastChannel | null,
  hear: (results: readonly Result[]) => void,
  patienceMs: number = PATIENCE_MS,
): Tabs {
  if (channel !== null) {
    channel.onmessage = ({ data }: MessageEvent<readonly Result[]>) => {
      hear(data);
    };
  }
  return {
    inTurn: async (act) => {
      if (locks === undefined) return await act();
      const patience = new AbortController();
      const timer = setTimeout(() => {
        patience.abort();
      }, patienceMs);
      let begun = false;
      const go = (): Promise<void> => {
        begun = true;
        clearTimeout(timer);
        return act();
      };
      try {
        await locks.request(OUTBOX, { signal: patience.signal }, go);
      } catch (error) {
        if (begun) throw error;
        await act();
      }
    },
    tell: (results) => channel?.postMessage(results),
  };
}
