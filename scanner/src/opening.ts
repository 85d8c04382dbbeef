/** What a visit opens: the outbox, and the station that it scans for. */

import type { Api, Outcome } from "./api";
import type { Station } from "./item";
import { openOutbox, type Outbox } from "./outbox";
import type { PageFacts } from "./page";
import type { Screen } from "./screen";
import { answered, closedWords, enter, type Visit } from "./visit";
import { WORDS } from "./words";

export async function open(visit: Visit, screen: Screen): Promise<Outbox | null> {
  try {
    return await openOutbox();
  } catch {
    enter(visit, { failure: "refused", message: WORDS.storage });
    screen.card({ mood: "bad", message: WORDS.storage });
    return null;
  }
}

/** How a visit comes to its station. */
export interface Opening {
  /** The station of an earlier visit while it lasts, so that a reload makes no second one; else a new one. */
  readonly first: () => Promise<void>;
  readonly anew: () => Promise<void>;
  /** Ask once more, one question at a time, where nobody had answered. */
  readonly again: () => Promise<void>;
}

export function opening(visit: Visit, page: PageFacts, outbox: Outbox, api: Api, screen: Screen): Opening {
  let asking = false;
  const use = (opened: Outcome<Station>): void => {
    const waited = visit.closed !== null;
    enter(visit, opened);
    if (visit.station === null) screen.card({ mood: "bad", message: closedWords(visit) });
    else if (waited) screen.card({ mood: "idle", message: WORDS.opened });
  };
  const anew = async (): Promise<void> => {
    const opened = await api.openStation();
    if ("value" in opened) await outbox.keepStation(opened.value);
    use(opened);
  };
  return {
    first: async () => {
      const earlier = await outbox.stationFor(page.offering, Date.now());
      if (earlier === null) await anew();
      else use({ value: earlier });
    },
    anew,
    again: async () => {
      if (asking || visit.closed === null || answered(visit.closed)) return;
      asking = true;
      await anew().finally(() => {
        asking = false;
      });
    },
  };
}
