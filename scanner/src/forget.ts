/** After 登出: what was the officer's own on this phone ends here, and no scan is lost by it. */

import { bytesOf } from "./bytes";
import { offeringsOf } from "./item";
import type { Outbox, Parcel } from "./outbox";
import { openOutbox } from "./outbox";
import { openPacks, type PackStore } from "./pack_store";
import { sealRescue } from "./rescue";
import { openRescued, scansIn, type RescuedStore } from "./rescued";
import { dropShell } from "./shell";
import { sealedWords, WORDS } from "./words";

export interface ForgetDeps {
  readonly outbox: Outbox;
  readonly packs: Pick<PackStore, "keepOnly">;
  readonly rescued: RescuedStore;
  readonly seal: (parcel: Parcel) => Promise<ArrayBuffer>;
  readonly dropShell: (gateStays: boolean) => Promise<void>;
  readonly newId: () => string;
  readonly nowMs: number;
}

/** Written when somebody logs out: other tabs of the scanner hear of it and close. */
export const LOGGED_OUT = "hefa-logged-out";

/** The page that follows a logout. */
export async function forget(page: HTMLElement): Promise<void> {
  const nowMs = Date.now();
  const key = bytesOf(page.dataset["rescueKey"] ?? "");
  const offset_ms = nowMs - Date.parse(page.dataset["at"] ?? "");
  const stores = await openStores();
  if (stores === null) return;
  try {
    localStorage.setItem(LOGGED_OUT, String(nowMs));
    const sealed = await forgetOwn({
      ...stores,
      seal: ({ station: { station, secret }, items }) => sealRescue(key, { station, secret, offset_ms, items }),
      dropShell: (gateStays) => dropShell(caches, gateStays),
      newId: () => crypto.randomUUID(),
      nowMs,
    });
    say(sealed === 0 ? null : sealedWords(sealed));
  } catch {
    say(WORDS.notForgotten);
  }
}

/** Null in a browser that keeps nothing, or no scanner ever ran in: it has nothing to forget. */
async function openStores(): Promise<Pick<ForgetDeps, "outbox" | "packs" | "rescued"> | null> {
  if (!("caches" in window)) return null;
  try {
    return { outbox: await openOutbox(), packs: await openPacks(), rescued: await openRescued() };
  } catch {
    return null;
  }
}

/** Returns how many scans wait on this phone, encrypted. A station that was lent stays until it ends. */
export async function forgetOwn(deps: ForgetDeps): Promise<number> {
  const stations = await deps.outbox.stations();
  const lent = stations.filter((one) => one.lent === true && Date.parse(one.valid_until) > deps.nowMs);
  await deps.packs.keepOnly(new Set(lent.flatMap(offeringsOf)));
  await deps.dropShell(lent.length > 0);
  const own = stations.filter((one) => !lent.includes(one)).map((one) => one.station);
  do await sealAll(deps, new Set(own));
  while (!(await deps.outbox.forgetStations(own)));
  return scansIn(await deps.rescued.all());
}

/** First kept, then deleted: whatever stops this in between, a scan told twice is answered once. */
async function sealAll({ outbox, rescued, seal, newId }: ForgetDeps, own: ReadonlySet<string>): Promise<void> {
  for (const parcel of await outbox.parcels()) {
    if (!own.has(parcel.station.station)) continue;
    await rescued.keep({ id: newId(), scans: parcel.items.length, sealed: await seal(parcel) });
    await outbox.settle(parcel.items.map((item) => item.scan_id));
  }
}

function say(sentence: string | null): void {
  const place = document.getElementById("logged-out-sentence");
  if (place === null) return;
  place.hidden = sentence === null;
  place.textContent = sentence;
}
