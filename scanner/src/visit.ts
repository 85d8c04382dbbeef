/** What this page knows of its visit: one is made when it opens, and everything that listens changes it. */

import type { Failure, Outcome, ServerTime } from "./api";
import type { Answer, Settings, Station } from "./item";
import type { Screen } from "./screen";
import { WORDS } from "./words";

export interface Visit {
  settings: Settings;
  station: Station | null;
  /** Why there is no station, once one was asked for in vain. */
  closed: Failure | null;
  /** Resolves when it is known whether there is one. */
  readonly entered: Promise<void>;
  readonly settled: () => void;
  offset: number | null;
  mark: { readonly text: string; readonly mono: number } | null;
  page: number;
  unsent: number;
  /** Scans that a logout left encrypted on this phone. */
  sealed: number;
  /** Whether the server answered the last time that it was asked. */
  reachable: boolean;
}

export function newVisit(settings: Settings): Visit {
  let settled = (): void => undefined;
  const entered = new Promise<void>((resolve) => {
    settled = resolve;
  });
  return {
    settings,
    station: null,
    closed: null,
    entered,
    settled,
    offset: null,
    mark: null,
    page: 1,
    unsent: 0,
    sealed: 0,
    reachable: true,
  };
}

/** A refusal is an answer too; silence is none, and neither is a server that puts us off. */
export function answered(outcome: Outcome<unknown>): boolean {
  return "value" in outcome || !["offline", "later"].includes(outcome.failure);
}

/** Scan for this station from now on, or know why there is none. */
export function enter(visit: Visit, opened: Outcome<Station>): void {
  visit.station = "value" in opened ? opened.value : null;
  visit.closed = "value" in opened ? null : opened;
  visit.settled();
}

/** What `ask` gets of the station, as soon as there is one: a finger is quicker than a slow network. Else why not. */
export async function onceOpen<T>(visit: Visit, ask: (station: Station) => Promise<T>): Promise<T | string> {
  await visit.entered;
  return visit.station === null ? closedWords(visit) : ask(visit.station);
}

/** What whoever holds the phone reads while there is no station. */
export function closedWords(visit: Visit): string {
  const { closed } = visit;
  if (closed === null) return WORDS.waiting;
  return "message" in closed && answered(closed) ? closed.message || WORDS.noStation : WORDS.stationOffline;
}

/** Measure this phone's clock against the server's. */
export function setClock(visit: Visit, time: ServerTime): void {
  visit.offset = Date.now() - Date.parse(time.server_time);
  visit.mark = { text: time.mark, mono: performance.now() };
}

/** What the server said of the time, and new hours when it has some. */
export function follow(answer: Answer, visit: Visit, takeSettings: (settings: Settings) => void): void {
  setClock(visit, answer);
  if (answer.settings !== null && answer.settings.version !== visit.settings.version) takeSettings(answer.settings);
}

/** What a failure means for whoever holds the phone. */
export function tell(failure: Failure, screen: Screen): void {
  switch (failure.failure) {
    case "offline":
    case "pin":
      return;
    case "later":
      if (failure.message !== "") screen.warn([failure.message]);
      return;
    case "ended":
    case "refused":
      screen.card({ mood: "bad", message: failure.message || WORDS.noStation });
  }
}
