/** PIN again, after a phone that was lent lay idle (scan protocol, part 7). The server decides; this keeps time and asks. */

import type { Outcome } from "./api";
import { find, onSubmit, problem } from "./panels";

const IN_USE = "hefa-in-use";

/** For how long nobody has used this phone, before this visit too. Whoever scans or keeps the camera on uses it. */
export function idling(nowMs: () => number): { readonly seconds: () => number; readonly used: () => void } {
  let last = Number(localStorage.getItem(IN_USE)) || nowMs();
  return {
    seconds: () => Math.max(0, Math.round((nowMs() - last) / 1000)),
    used: () => {
      last = nowMs();
      localStorage.setItem(IN_USE, String(last));
    },
  };
}

export interface PinDeps {
  readonly check: (pin: string) => Promise<Outcome<unknown>>;
  readonly stop: () => void;
  readonly goOn: () => void;
}

export interface Pin {
  readonly needed: () => boolean;
  readonly ask: () => void;
}

/** The page behind the panel is out of reach, and its list is empty, until the PIN is right or nobody can check it. */
export function pinAgain({ check, stop, goOn }: PinDeps): Pin {
  const panel = find("pin-panel", HTMLFormElement);
  const typed = find("pin", HTMLInputElement);
  const show = (asked: boolean): void => {
    panel.hidden = !asked;
    find("scan-columns", HTMLElement).hidden = asked;
    typed.value = "";
  };
  onSubmit("pin-panel", () => {
    void check(typed.value).then((outcome) => {
      const right = "value" in outcome || outcome.failure === "offline";
      problem("pin-problem", right ? null : outcome.message);
      if (!right) return;
      show(false);
      goOn();
    });
  });
  return {
    needed: () => !panel.hidden,
    ask: () => {
      if (!panel.hidden) return;
      stop();
      find("list-rows", HTMLElement).replaceChildren();
      show(true);
      typed.focus();
    },
  };
}
