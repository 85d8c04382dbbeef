/** What this phone cannot send leaves it another way: a file to carry, and files that a logout left are brought in. */

import type { Api } from "./api";
import type { Outbox } from "./outbox";
import { sealRescue } from "./rescue";
import { scansIn, type RescuedStore } from "./rescued";
import type { Bytes } from "./bytes";

export interface RescuingDeps {
  readonly api: Pick<Api, "rescue">;
  readonly outbox: Pick<Outbox, "parcels">;
  readonly rescued: RescuedStore;
  readonly key: Bytes;
  readonly offset: () => number | null;
  readonly download: (name: string, content: ArrayBuffer) => void;
}

export interface Rescuing {
  /** 儲存救援檔: a file for each station with scans that wait, and those that a logout left. All stay here, too. */
  readonly save: () => Promise<void>;
  /** Bring in what a logout left; returns how many scans still wait so. */
  readonly carry: () => Promise<number>;
}

export function rescuing(deps: RescuingDeps): Rescuing {
  const save = async (): Promise<void> => {
    for (const { station: { station, secret }, items } of await deps.outbox.parcels()) {
      const sealed = await sealRescue(deps.key, { station, secret, offset_ms: deps.offset(), items });
      deps.download(`rescue-${station}.hefa`, sealed);
    }
    for (const { id, sealed } of await deps.rescued.all()) deps.download(`rescue-${id}.hefa`, sealed);
  };
  const carry = async (): Promise<number> => {
    for (const file of await deps.rescued.all()) {
      const answer = await deps.api.rescue(file.sealed);
      if ("value" in answer && answer.value.unreadable === 0) await deps.rescued.remove(file.id);
    }
    return scansIn(await deps.rescued.all());
  };
  return { save, carry };
}

/** Hand a file to the browser, as if a link to it had been pressed. */
export function download(name: string, content: ArrayBuffer): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}
