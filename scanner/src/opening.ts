/** What a visit opens: the outbox, and the station that it scans for. */

import type { Api } from "./api";
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
export async function stationOf(outbox: Outbox, page: PageFacts, api: Api, screen: Screen): Promise<Station | null> {
  return (await outbox.stationFor(page.offering, Date.now())) ?? (await newStation(outbox, api, screen));
}

export async function newStation(outbox: Outbox, api: Api, screen: Screen): Promise<Station | null> {
  const opened = await api.openStation();
  if ("value" in opened) {
    await outbox.keepStation(opened.value);
    return opened.value;
  }
  const offline = opened.failure === "offline" || opened.failure === "later";
  screen.card({ mood: "bad", message: offline ? WORDS.stationOffline : opened.message || WORDS.noStation });
  return null;
}
