/** Draws a new code at the start of every slot, with or without a network, until the code's last day is over. */

import type { StoredKey } from "./key_store";
import { modulesPath } from "./picture";
import type { ServerTime } from "./server_time";
import { isOver, liveText, nextSlotAt, slotOf, type Sign } from "./token";

export interface LiveDeps {
  readonly time: ServerTime;
  readonly later: (act: () => void, ms: number) => number;
  readonly cancel: (timer: number) => void;
  readonly draw: (path: string) => void;
  readonly showLeft: (seconds: number) => void;
}

export interface LiveCode {
  /** Draw what belongs on the screen at this moment: on waking, a timer may be minutes late. */
  readonly refresh: () => void;
}

export function liveCode(stored: StoredKey, sign: Sign, deps: LiveDeps): LiveCode {
  let drawn = -1;
  let timer = 0;

  const tick = async (): Promise<void> => {
    deps.cancel(timer);
    const now = deps.time.now();
    if (isOver(stored.lastDay, now)) return;
    const slot = slotOf(now);
    if (slot !== drawn) {
      drawn = slot;
      deps.draw(modulesPath(await liveText(stored, slot, sign)));
    }
    const left = nextSlotAt(now) - now;
    deps.showLeft(Math.ceil(left / 1000));
    timer = deps.later(() => void tick(), Math.min(left, 1000 - ((30_000 - left) % 1000)) + 5);
  };
  const refresh = (): void => void tick();
  refresh();
  return { refresh };
}
