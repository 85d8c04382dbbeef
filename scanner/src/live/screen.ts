/** The parts of the code page that the script fills; every one of them works without it. */

import type { Earned } from "./progress";

export interface Screen {
  readonly code: string;
  readonly keyUrl: string;
  readonly progressUrl: string;
  readonly csrf: string;
  readonly serverTime: number;
  readonly drawModules: (path: string) => void;
  readonly showLeft: (seconds: number) => void;
  readonly showReachable: (yes: boolean) => void;
  readonly showEarned: (earned: readonly Earned[]) => void;
  readonly onAsk: (act: () => void) => void;
}

/** Reads the page; null on a page without a code. */
export function findScreen(page: Document): Screen | null {
  const root = page.querySelector<HTMLElement>("[data-hefa-code]");
  if (root === null) return null;
  const part = (name: string): HTMLElement | null => page.querySelector<HTMLElement>(`[data-hefa-part="${name}"]`);
  const said = (name: string): string => root.dataset[name] ?? "";
  const modules = root.querySelector("path[data-hefa-modules]");
  const csrf = page.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  const left = part("left");
  const kind = part("kind");
  const offline = part("offline");
  const earnedBox = part("earned");
  const earnedList = part("earned-list");
  return {
    code: said("hefaCode"),
    keyUrl: said("hefaKeyUrl"),
    progressUrl: said("hefaProgressUrl"),
    csrf: csrf === null ? "" : csrf.value,
    serverTime: Date.parse(said("hefaServerTime")),
    drawModules: (path) => {
      modules?.setAttribute("d", path);
      if (kind !== null) kind.textContent = said("hefaLiveWords");
    },
    showLeft: (seconds) => {
      if (left !== null) left.textContent = said("hefaLeftWords").replace("{seconds}", String(seconds));
    },
    showReachable: (yes) => {
      if (offline !== null) offline.hidden = yes;
    },
    showEarned: (earned) => {
      if (earnedBox === null || earnedList === null || earned.length === 0) return;
      earnedList.textContent = "";
      for (const one of earned) earnedList.append(line(page, one));
      earnedBox.hidden = false;
    },
    onAsk: (act) => {
      const button = part("ask");
      button?.addEventListener("click", (event) => {
        event.preventDefault();
        act();
      });
    },
  };
}

function line(page: Document, earned: Earned): HTMLElement {
  const item = page.createElement("li");
  const activity = page.createElement("strong");
  activity.textContent = earned.activity;
  const hours = page.createElement("span");
  hours.textContent = earned.hours;
  item.append(activity, hours);
  return item;
}
