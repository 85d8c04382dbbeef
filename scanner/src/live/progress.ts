/** Asks whether the code has been scanned: every 2 s for three minutes, then every 15 s, and only while visible. */

import type { ServerTime } from "./server_time";

export interface Earned {
  readonly activity: string;
  readonly hours: string;
  readonly at: string;
}

export interface ProgressDeps {
  readonly fetch: typeof fetch;
  readonly deviceNow: () => number;
  readonly time: ServerTime;
  readonly isVisible: () => boolean;
  readonly later: (act: () => void, ms: number) => number;
  readonly cancel: (timer: number) => void;
  readonly show: (earned: readonly Earned[]) => void;
  readonly reachable: (yes: boolean) => void;
}

export interface Polling {
  /** Ask now, and often again for three minutes: after a tap, or when the page comes into view. */
  readonly wake: () => void;
}

export const QUICK_MS = 2_000;
export const SLOW_MS = 15_000;
export const QUICK_FOR_MS = 180_000;

export function poll(url: string, deps: ProgressDeps): Polling {
  let quickUntil = 0;
  let timer = 0;
  let tag: string | null = null;
  let asking = false;

  /** Counted from when the last question was sent, so that a slow answer does not stretch the two seconds. */
  const next = (sentAt: number): void => {
    deps.cancel(timer);
    if (!deps.isVisible()) return;
    const now = deps.deviceNow();
    const pause = now < quickUntil ? QUICK_MS : SLOW_MS;
    timer = deps.later(() => void ask(), Math.max(sentAt + pause - now, 0));
  };
  const ask = async (): Promise<void> => {
    if (asking || !deps.isVisible()) return;
    asking = true;
    const sentAt = deps.deviceNow();
    const headers: Record<string, string> = { Accept: "application/json" };
    if (tag !== null) headers["If-None-Match"] = tag;
    try {
      const response = await deps.fetch(url, { credentials: "same-origin", cache: "no-store", headers });
      deps.reachable(true);
      deps.time.learnFromHeader(response.headers.get("Date"), sentAt);
      if (response.status === 200) {
        tag = response.headers.get("ETag");
        deps.show(earnedIn(await response.json()));
      }
    } catch {
      deps.reachable(false);
    }
    asking = false;
    next(sentAt);
  };
  return {
    wake: () => {
      quickUntil = deps.deviceNow() + QUICK_FOR_MS;
      deps.cancel(timer);
      void ask();
    },
  };
}

/** The awards in an answer; anything else in it is left out. */
export function earnedIn(answer: unknown): readonly Earned[] {
  if (typeof answer !== "object" || answer === null || !("awards" in answer) || !Array.isArray(answer.awards)) return [];
  return answer.awards.filter(isEarned);
}

function isEarned(value: unknown): value is Earned {
  if (typeof value !== "object" || value === null) return false;
  const earned = value as Partial<Record<keyof Earned, unknown>>;
  return typeof earned.activity === "string" && typeof earned.hours === "string" && typeof earned.at === "string";
}
