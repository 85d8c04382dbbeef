/** The outbox: a scan is written here, durably, before anything is shown, and leaves on its final verdict alone. */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";

import { offeringsOf, type Item, type Station } from "./item";

interface Tables extends DBSchema {
  items: { key: string; value: Kept; indexes: { byStation: string } };
  stations: { key: string; value: Station };
}

/** A scan with the station that made it: it is told under that station, whoever holds the phone later. */
export interface Kept {
  readonly scan_id: string;
  readonly station: string;
  readonly item: Item;
  /** Why the server will not take this scan; it stays here and holds nobody up. */
  readonly aside?: string;
}

export interface Batch {
  readonly station: Station;
  readonly items: readonly Item[];
}

/** All that waits of one station, what the server would not take among it. */
export interface Parcel {
  readonly station: Station;
  readonly items: readonly Item[];
}

export interface Outbox {
  /** Fails when the station is kept here no more: without its secret nobody could ever send the scan. */
  readonly add: (station: Station, item: Item) => Promise<void>;
  /** The oldest scans that have no verdict yet, all of one station that is not among `without`. */
  readonly next: (most: number, without?: ReadonlySet<string>) => Promise<Batch | null>;
  readonly settle: (scanIds: readonly string[]) => Promise<void>;
  readonly putAside: (scanId: string, reason: string) => Promise<void>;
  readonly count: () => Promise<{ readonly waiting: number; readonly aside: number }>;
  readonly parcels: () => Promise<readonly Parcel[]>;
  readonly keepStation: (station: Station) => Promise<void>;
  readonly stations: () => Promise<readonly Station[]>;
  /** Forget those of which nothing waits. True when none of them is left. */
  readonly forgetStations: (stations: readonly string[]) => Promise<boolean>;
  readonly stationFor: (offering: string, nowMs: number) => Promise<Station | null>;
  readonly close: () => void;
}

const NAME = "hefa-scanner";
const VERSION = 1;

export async function openOutbox(name: string = NAME): Promise<Outbox> {
  const db = await openDB<Tables>(name, VERSION, {
    upgrade: (fresh) => {
      fresh.createObjectStore("items", { keyPath: "scan_id" }).createIndex("byStation", "station");
      fresh.createObjectStore("stations", { keyPath: "station" });
    },
  });
  return {
    add: (station, item) => add(db, { scan_id: item.scan_id, station: station.station, item }),
    next: (most, without = new Set()) => next(db, most, without),
    settle: async (scanIds) => {
      const write = db.transaction("items", "readwrite", { durability: "strict" });
      await Promise.all([...scanIds.map((id) => write.store.delete(id)), write.done]);
    },
    putAside: async (scanId, reason) => {
      const kept = await db.get("items", scanId);
      if (kept !== undefined) await put(db, { ...kept, aside: reason });
    },
    count: async () => {
      const kept = await db.getAll("items");
      const aside = kept.filter((one) => one.aside !== undefined).length;
      return { waiting: kept.length - aside, aside };
    },
    parcels: async () => {
      const kept = (await db.getAll("items")).sort(byTime);
      const stations = await db.getAll("stations");
      const of = (station: Station): Parcel => ({
        station,
        items: kept.filter((one) => one.station === station.station).map((one) => one.item),
      });
      return stations.map(of).filter((parcel) => parcel.items.length > 0);
    },
    keepStation: async (station) => {
      await db.put("stations", station);
    },
    stations: () => db.getAll("stations"),
    forgetStations: async (stations) => {
      const write = db.transaction(["items", "stations"], "readwrite");
      const waiting = await Promise.all(stations.map((id) => write.objectStore("items").index("byStation").count(id)));
      const done = stations.filter((_, n) => waiting[n] === 0);
      await Promise.all([...done.map((id) => write.objectStore("stations").delete(id)), write.done]);
      return done.length === stations.length;
    },
    stationFor: async (offering, nowMs) => {
      const stations = await db.getAll("stations");
      return stations.find((one) => offeringsOf(one).includes(offering) && Date.parse(one.valid_until) > nowMs) ?? null;
    },
    close: () => {
      db.close();
    },
  };
}

async function add(db: IDBPDatabase<Tables>, kept: Kept): Promise<void> {
  const write = db.transaction(["items", "stations"], "readwrite", { durability: "strict" });
  const known = (await write.objectStore("stations").getKey(kept.station)) !== undefined;
  if (known) await write.objectStore("items").put(kept);
  await write.done;
  if (!known) throw new Error("the station is gone");
}

/** Resolves once the scan is on disk: Chromium's own default would be content with less. */
async function put(db: IDBPDatabase<Tables>, kept: Kept): Promise<void> {
  const write = db.transaction("items", "readwrite", { durability: "strict" });
  await Promise.all([write.store.put(kept), write.done]);
}

function byTime(a: Kept, b: Kept): number {
  return a.item.t_dev.localeCompare(b.item.t_dev) || a.item.seq - b.item.seq;
}

async function next(db: IDBPDatabase<Tables>, most: number, without: ReadonlySet<string>): Promise<Batch | null> {
  const kept = (await db.getAll("items")).filter((one) => one.aside === undefined && !without.has(one.station));
  const ordered = kept.sort(byTime);
  const first = ordered[0];
  if (first === undefined) return null;
  const station = await db.get("stations", first.station);
  if (station === undefined) return null;
  const items = ordered.filter((one) => one.station === first.station).slice(0, most);
  return { station, items: items.map((one) => one.item) };
}
