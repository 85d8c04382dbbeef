/** What the server wrote into the page for this offering. */

import { bytesOf, type Bytes } from "./bytes";
import type { Hours, Settings } from "./item";

export interface PageFacts {
  readonly offering: string;
  readonly stationUrl: string;
  readonly apiBase: string;
  readonly csrf: string;
  readonly worker: string;
  readonly serviceWorker: string;
  /** The same program again, in the decoder's folder: a worker is looked after by where its own file lies. */
  readonly decoderServiceWorker: string;
  readonly kids: ReadonlySet<number>;
  /** What rescue files are encrypted to. */
  readonly rescueKey: Bytes;
  /** Where an officer's phone brings in what a logout left; empty for a helper. */
  readonly rescueUrl: string;
  readonly planned: Hours;
  readonly settings: Settings;
}

export function readPage(main: HTMLElement): PageFacts {
  const told = (name: string): string => main.dataset[name] ?? "";
  return {
    offering: told("offering"),
    stationUrl: told("stationUrl"),
    apiBase: told("apiBase"),
    csrf: told("csrf"),
    worker: told("worker"),
    serviceWorker: told("serviceWorker"),
    decoderServiceWorker: told("decoderServiceWorker"),
    kids: new Set(told("kids").split(",").filter(Boolean).map(Number)),
    rescueKey: bytesOf(told("rescueKey")),
    rescueUrl: told("rescueUrl"),
    planned: { digital: told("activityHoursDigital"), in_person: told("activityHoursInPerson") },
    settings: {
      version: Number(told("hoursVersion")),
      hours: { digital: told("hoursDigital"), in_person: told("hoursInPerson") },
      window: { opens: told("windowFrom"), closes: told("windowUntil") },
      policy: told("policy") as Settings["policy"],
    },
  };
}
