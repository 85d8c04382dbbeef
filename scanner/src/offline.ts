/** Everything that lets this visit go on without a network: pack, shell, storage, and the panel that tells of them. */

import type { Api } from "./api";
import { carrying } from "./carrying";
import type { Station } from "./item";
import { knowledge, type Known, type PackFacts } from "./knowledge";
import { openPacks, type PackStore } from "./pack_store";
import type { PageFacts } from "./page";
import { checks, type Check } from "./preflight";
import { keepShell, ownFiles, SHELL } from "./shell";

export interface Offline {
  readonly known: (codeId: string) => Promise<Known>;
  /** Fetch what has changed. True when the server answered. */
  readonly refresh: (station: Station) => Promise<boolean>;
  readonly facts: () => PackFacts | null;
  /** Draw the panel anew, with this phone's clock less the server's. */
  readonly show: (offset: number | null) => void;
}

const NO_STORE: PackStore = {
  load: () => Promise.resolve([]),
  keep: () => Promise.resolve(),
  forget: () => Promise.resolve(),
  keepOnly: () => Promise.resolve(),
};

export async function offline(page: PageFacts, api: Api, show: (told: readonly Check[]) => void): Promise<Offline> {
  const known = knowledge();
  let shell = false;
  let offset: number | null = null;
  let freeBytes: number | null = null;
  const draw = (): void => {
    show(checks({ pack: known.facts(), shell, freeBytes, offset }, Date.now()));
  };
  const store = await openPacks().catch(() => NO_STORE);
  const carried = carrying({ api, store, known, offering: page.offering, onChange: draw });
  await carried.load();
  void prepareShell(page).then((kept) => {
    shell = kept;
    draw();
  });
  void freeSpace().then((free) => {
    freeBytes = free;
    draw();
  });
  return {
    known: known.of,
    facts: known.facts,
    refresh: carried.refresh,
    show: (now) => {
      offset = now;
      draw();
    },
  };
}

/** Register the worker for the page and for the decoder's own folder, and keep the files. */
async function prepareShell(page: PageFacts): Promise<boolean> {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return false;
  try {
    await navigator.serviceWorker.register(page.serviceWorker, { scope: "/scanner/" });
    await navigator.serviceWorker.register(page.decoderServiceWorker);
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    const decoder = [page.worker, new URL("zxing_reader.wasm", new URL(page.worker, location.origin)).pathname];
    const files = ownFiles(loaded, location.origin, decoder);
    return await keepShell({ caches, fetch: fetch.bind(window), page: location.pathname, files });
  } catch {
    return (await caches.open(SHELL).then((kept) => kept.match(location.pathname))) !== undefined;
  }
}

async function freeSpace(): Promise<number | null> {
  if (!("storage" in navigator)) return null;
  void navigator.storage.persist?.(); // Firefox asks the person, who may never answer.
  const { quota, usage } = (await navigator.storage.estimate?.()) ?? {}; // Safari has it since 17.
  return quota === undefined || usage === undefined ? null : quota - usage;
}
