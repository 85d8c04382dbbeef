/** Rescue files that a logout left on this phone: nobody can read them here, and they wait for the next officer. */

import { openDB, type DBSchema } from "idb";

interface Tables extends DBSchema {
  files: { key: string; value: RescuedFile };
}

export interface RescuedFile {
  readonly id: string;
  /** How many scans are in it. */
  readonly scans: number;
  readonly sealed: ArrayBuffer;
}

export interface RescuedStore {
  readonly keep: (file: RescuedFile) => Promise<void>;
  readonly all: () => Promise<readonly RescuedFile[]>;
  readonly remove: (id: string) => Promise<void>;
}

export async function openRescued(name: string = "hefa-rescued"): Promise<RescuedStore> {
  const db = await openDB<Tables>(name, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore("files", { keyPath: "id" });
    },
  });
  return {
    keep: async (file) => {
      const write = db.transaction("files", "readwrite", { durability: "strict" });
      await Promise.all([write.store.put(file), write.done]);
    },
    all: () => db.getAll("files"),
    remove: (id) => db.delete("files", id),
  };
}

export function scansIn(files: readonly RescuedFile[]): number {
  return files.reduce((sum, file) => sum + file.scans, 0);
}
