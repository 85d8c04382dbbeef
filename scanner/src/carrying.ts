/** Keep this offering's pack with the phone: load what is here, fetch what is new, drop it when the station ends. */

import type { Api } from "./api";
import { offeringsOf, type Station } from "./item";
import type { Knowledge } from "./knowledge";
import { readPack } from "./pack";
import { MOST_DELTAS, type PackStore } from "./pack_store";

export interface CarryingDeps {
  readonly api: Pick<Api, "pack">;
  readonly store: PackStore;
  readonly known: Knowledge;
  readonly offering: string;
  readonly onChange: () => void;
}

export interface Carrying {
  /** Take in what earlier visits left on this phone. */
  readonly load: () => Promise<void>;
  /** Fetch what has changed. True when the server answered. */
  readonly refresh: (station: Station) => Promise<boolean>;
}

export function carrying(deps: CarryingDeps): Carrying {
  let deltas = 0;
  const load = async (): Promise<void> => {
    const answers = await deps.store.load(deps.offering);
    for (const answer of answers) deps.known.take(readPack(answer));
    deltas = Math.max(0, answers.length - 1);
    deps.onChange();
  };
  const refresh = async (station: Station): Promise<boolean> => {
    const answer = await deps.api.pack(station, deltas < MOST_DELTAS ? deps.known.cursor() : "");
    if (!("value" in answer)) {
      if (answer.failure === "ended") await Promise.all(offeringsOf(station).map(deps.store.forget));
      return answer.failure !== "offline";
    }
    const pack = readPack(answer.value);
    deps.known.take(pack);
    deltas = pack.head.full ? 0 : deltas + 1;
    await deps.store.keep(deps.offering, answer.value, pack.head.full);
    deps.onChange();
    return true;
  };
  return { load, refresh };
}
