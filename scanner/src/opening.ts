/** What a visit opens: the outbox, and the station that it scans for. */

import type { Api, Outcome } from "./api";
import type { Station } from "./item";
import { openOutbox, type Outbox } from "./outbox";
import type { PageFacts } from "./page";
import type { Screen } from "./screen";
import { WORDS } from "./words";

export async function open(screen: Screen): Promise<Outbox | null> {
  try {
    return await openOutbox();
  } catch {
    screen.card({ mood: "bad", message: WORDS.storage });
    return null;
  }
}

/** The station of an earlier visit while it lasts, so that a reload makes no second one; else a new one. */
export async function earlierOrNew(outbox: Outbox, page: PageFacts, api: Api): Promise<Outcome<Station>> {
  const earlier = await outbox.stationFor(page.offering, Date.now());
  return earlier === null ? newStation(outbox, api) : { value: earlier };
}

export async function newStation(outbox: Outbox, api: Api): Promise<Outcome<Station>> {
  const opened = await api.openStation();
  if ("value" in opened) await outbox.keepStation(opened.value);
  return opened;
}
