/**
 * Keeps the key of each code in IndexedDB, where page scripts can use it and cannot read it. Only a cache: browsers may
 * clear it after seven days, and some refuse it altogether; then the key is fetched again.
 */

import type { CodeFacts } from "./token";

export interface StoredKey extends CodeFacts {
  readonly code: string;
  readonly key: CryptoKey;
  /** Server time minus device time in milliseconds when the key came. */
  readonly offset: number;
}

export interface KeyStore {
  readonly get: (code: string) => Promise<StoredKey | null>;
  readonly put: (entry: StoredKey) => Promise<void>;
  readonly remove: (code: string) => Promise<void>;
}

const DATABASE = "hefa-live";
const STORE = "keys";

/** A store in IndexedDB, or one that forgets at once where the browser has none or refuses. */
export async function openKeyStore(factory: IDBFactory | undefined): Promise<KeyStore> {
  const database = factory === undefined ? null : await open(factory);
  if (database === null) return FORGETFUL;
  return {
    get: async (code) => {
      const found: unknown = await settle(database.transaction(STORE).objectStore(STORE).get(code));
      return isStoredKey(found) ? found : null;
    },
    put: async (entry) => {
      await settle(database.transaction(STORE, "readwrite").objectStore(STORE).put(entry));
    },
    remove: async (code) => {
      await settle(database.transaction(STORE, "readwrite").objectStore(STORE).delete(code));
    },
  };
}

const FORGETFUL: KeyStore = {
  get: () => Promise.resolve(null),
  put: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};

function open(factory: IDBFactory): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    let request: IDBOpenDBRequest;
    try {
      request = factory.open(DATABASE, 1);
    } catch {
      resolve(null);
      return;
    }
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: "code" });
    };
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      resolve(null);
    };
    request.onblocked = () => {
      resolve(null);
    };
  });
}

/** The result of a request, or null: a cache that fails is a cache that is empty. */
function settle<T>(request: IDBRequest<T>): Promise<T | null> {
  return new Promise((resolve) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      resolve(null);
    };
  });
}

function isStoredKey(value: unknown): value is StoredKey {
  return typeof value === "object" && value !== null && "key" in value && "codeId" in value;
}
