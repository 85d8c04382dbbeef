/** 現場登錄: somebody without a code is told to the server by hand. Needs the network; kept in memory alone. */

import type { Api, Outcome, Units } from "./api";
import type { Station } from "./item";
import type { Told } from "./scan";
import { WORDS } from "./words";

/** Somebody as a helper types them; `unit` is a code, or NO_UNIT for 一般民眾. */
export interface Visitor {
  readonly name: string;
  readonly number: string;
  readonly unit: string;
}

export const NO_UNIT = "none";

export interface WalkInDeps {
  readonly api: Pick<Api, "walkIn" | "units">;
  /** What the station answers, or why there is none. */
  readonly onceOpen: <T>(ask: (station: Station) => Promise<T>) => Promise<T | string>;
  readonly take: (told: Told) => void;
}

export interface WalkIns {
  /** Tell of somebody and scan the reference that comes back. Null when that is under way, else why it is not. */
  readonly admit: (visitor: Visitor) => Promise<string | null>;
  /** Units by name or code, or why there are none. */
  readonly units: (text: string) => Promise<Units | string>;
}

export function walkIns(deps: WalkInDeps): WalkIns {
  const asking = async <T>(ask: (station: Station) => Promise<Outcome<T>>): Promise<{ readonly value: T } | string> => {
    const outcome = await deps.onceOpen(ask);
    if (typeof outcome === "string") return outcome;
    if ("value" in outcome) return outcome;
    return outcome.failure === "offline" ? WORDS.walkInOffline : outcome.message || WORDS.walkInOffline;
  };
  return {
    admit: async (visitor) => {
      const missing = missingIn(visitor);
      if (missing !== null) return missing;
      const admitted = await asking((station) => deps.api.walkIn(station, visitor));
      if (typeof admitted === "string") return admitted;
      deps.take({ by: "person", learnerRef: admitted.value });
      return null;
    },
    units: async (text) => {
      if (text.trim() === "") return WORDS.unitEmpty;
      const found = await asking((station) => deps.api.units(station, text));
      if (typeof found === "string") return found;
      return found.value.units.length === 0 ? WORDS.unitNone : found.value;
    },
  };
}

function missingIn(visitor: Visitor): string | null {
  if (visitor.name.trim() === "") return WORDS.walkInName;
  if (visitor.number.trim() === "") return WORDS.walkInNumber;
  return visitor.unit.trim() === "" ? WORDS.walkInUnit : null;
}
