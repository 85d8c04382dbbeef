/** Packs on this phone, by offering: the whole one and the deltas that came after it. */

import { openDB, type DBSchema } from "idb";

interface Tables extends DBSchema {
  packs: { key: string; value: Kept };
}

interface Kept {
  readonly offering: string;
  readonly answers: readonly ArrayBuffer[];
}

export interface PackStore {
  readonly load: (offering: string) => Promise<readonly ArrayBuffer[]>;
  readonly keep: (offering: string, answer: ArrayBuffer, full: boolean) => Promise<void>;
  readonly forget: (offering: string) => Promise<void>;
  /** Forget all packs but those of these offerings. */
  readonly keepOnly: (offerings: ReadonlySet<string>) => Promise<void>;
}

export const PACKS = "hefa-packs";
/** So many deltas are kept; then the whole pack is asked for again. */
export const MOST_DELTAS = 200;

export async function openPacks(name: string = PACKS): Promise<PackStore> {
  const db = await openDB<Tables>(name, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore("packs", { keyPath: "offering" });
    },
  });
  return {
    load: async (offering) => (await db.get("packs", offering))?.answers ?? [],
    keep: async (offering, answer, full) => {
      const write = db.transaction("packs", "readwrite");
      const before = full ? [] : ((await write.store.get(offering))?.answers ?? []);
      await Promise.all([write.store.put({ offering, answers: [...before, answer] }), write.done]);
    },
    forget: (offering) => db.delete("packs", offering),
    keepOnly: async (offerings) => {
      const write = db.transaction("packs", "readwrite");
      const gone = (await write.store.getAllKeys()).filter((offering) => !offerings.has(offering));
      await Promise.all([...gone.map((offering) => write.store.delete(offering)), write.done]);
    },
  };
}
