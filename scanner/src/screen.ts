/** The page: what is shown, and what a helper presses. It knows no scan and no network. */

import type { List, ListRow, Person } from "./api";
import type { CameraState } from "./camera";
import type { Counts, Hours } from "./item";
import { wireMask } from "./mask";
import { copyOf, find, onSubmit, problem, put, wirePanels, type Panels } from "./panels";
import type { WalkIns } from "./walk_in";
import { wireWalkIn } from "./walk_in_panel";
import type { Check } from "./preflight";
import { hoursWords, listWords, unsentWords } from "./words";

export type Mood = "idle" | "good" | "known" | "bad" | "kept";

export interface Card {
  readonly mood: Mood;
  readonly message: string;
  readonly name?: string;
  readonly detail?: string;
  readonly onUndo?: () => void;
}

export interface Asked {
  readonly hours: (hours: Hours) => Promise<string | null>;
  readonly typed: (digits: string) => void;
  readonly search: (name: string, last4: string) => Promise<readonly Person[] | string>;
  readonly person: (person: Person) => void;
  readonly walkIns: WalkIns;
  readonly picture: (file: File) => void;
  readonly undo: (scanId: string, reason: string) => void;
  readonly page: (step: number) => void;
  readonly restartCamera: () => void;
  readonly torch: (on: boolean) => void;
  readonly lens: () => void;
}

export interface Screen {
  readonly video: HTMLVideoElement;
  readonly card: (card: Card) => void;
  readonly camera: (state: CameraState) => void;
  /** Whether the last sound could be heard; where not, a button offers sound. */
  readonly audible: (heard: boolean) => void;
  readonly hours: (hours: Hours) => void;
  readonly counts: (counts: Counts | null, here: { already: number; refused: number }) => void;
  /** Scans that wait, that the server would not take, and that a logout left encrypted. */
  readonly unsent: (count: { readonly waiting: number; readonly aside: number; readonly sealed: number }) => void;
  /** What 儲存救援檔 does. */
  readonly onRescue: (save: () => void) => void;
  readonly warn: (sentences: readonly string[]) => void;
  readonly list: (list: List) => void;
  readonly ready: (checks: readonly Check[]) => void;
  readonly askUndo: (scanId: string, whom: string) => void;
}

/** Where it is a permission that is missing, or a browser inside of another program. */
const HELPED = new Set(["NotAllowedError", "old"]);
const ICONS: Readonly<Record<Mood, string>> = { idle: "", good: "✓", known: "＝", bad: "✕", kept: "⋯" };

export function openScreen(asked: Asked): Screen {
  const text = (id: string, words: string): void => {
    find(id, HTMLElement).textContent = words;
  };
  const panels = wirePanels();
  const shown = wireMask(() => {
    asked.page(0);
  });
  const undoing = wireUndo(asked, panels, shown);
  wireHours(asked, panels);
  wireTyped(asked, panels);
  wireSearch(asked);
  wireWalkIn(asked.walkIns, panels);
  wireButtons(asked);
  wireLeaving(panels);
  return {
    video: find("video", HTMLVideoElement),
    card: (card) => {
      find("card", HTMLElement).dataset["mood"] = card.mood;
      find("viewfinder", HTMLElement).dataset["mood"] = card.mood;
      text("card-icon", ICONS[card.mood]);
      text("card-message", card.message);
      const name = shown(card.name ?? "");
      text("card-name", name);
      text("card-detail", card.detail ?? "");
      text("spoken", [card.message, name, card.detail].filter(Boolean).join("，"));
      const undo = find("card-undo", HTMLButtonElement);
      undo.hidden = card.onUndo === undefined;
      undo.onclick = card.onUndo ?? null;
    },
    camera: showCamera,
    audible: (heard) => {
      find("sound", HTMLElement).hidden = heard;
    },
    hours: (hours) => {
      text("hours-now", hoursWords(hours));
      find("hours-digital", HTMLInputElement).value = hours.digital;
      find("hours-in-person", HTMLInputElement).value = hours.in_person;
    },
    counts: (counts, here) => {
      if (counts !== null) {
        text("count-awarded", String(counts.awarded));
        text("count-reviews", String(counts.reviews));
      }
      text("count-already", String(here.already));
      text("count-refused", String(here.refused));
    },
    unsent: (count) => {
      find("rescue", HTMLElement).hidden = count.waiting + count.aside + count.sealed === 0;
      find("unsent", HTMLElement).hidden = count.waiting + count.aside + count.sealed === 0;
      text("unsent", unsentWords(count.waiting, count.aside, count.sealed));
    },
    onRescue: (save) => {
      find("rescue-save", HTMLButtonElement).addEventListener("click", save);
    },
    warn: (sentences) => {
      find("warning", HTMLElement).hidden = sentences.length === 0;
      text("warning", sentences.join(" "));
    },
    list: (list) => {
      showList(list, shown, undoing);
    },
    ready: showChecks,
    askUndo: undoing,
  };
}

function showChecks(checks: readonly Check[]): void {
  for (const { id, words, good } of checks) {
    const row = find(`check-${id}`, HTMLElement);
    row.className = good ? "check-good" : "check-bad";
    put(row, ".check-words", `${words} ${good ? "✓" : "✕"}`);
  }
}

function wireHours(asked: Asked, panels: Panels): void {
  find("hours-open", HTMLButtonElement).addEventListener("click", () => {
    problem("hours-problem", null);
    panels.open("hours-panel");
  });
  onSubmit("hours-panel", () => {
    const hours = {
      digital: find("hours-digital", HTMLInputElement).value,
      in_person: find("hours-in-person", HTMLInputElement).value,
    };
    void asked.hours(hours).then((sentence) => {
      problem("hours-problem", sentence);
      if (sentence === null) panels.close("hours-panel");
    });
  });
}

function wireTyped(asked: Asked, panels: Panels): void {
  const field = find("typed", HTMLInputElement);
  onSubmit("typed-panel", () => {
    const digits = field.value.normalize("NFKC").replace(/\D/g, "");
    if (digits.length !== 8) {
      problem("typed-problem", "請輸入 8 位數字");
      field.focus();
      return;
    }
    problem("typed-problem", null);
    field.value = "";
    panels.close("typed-panel");
    asked.typed(digits);
  });
}

function wireSearch(asked: Asked): void {
  const name = find("search-name", HTMLInputElement);
  const last4 = find("search-last4", HTMLInputElement);
  const people = find("people", HTMLUListElement);
  onSubmit("search-panel", () => {
    void asked.search(name.value, last4.value.normalize("NFKC")).then((found) => {
      const sentence = typeof found === "string" ? found : null;
      problem("search-problem", sentence);
      people.replaceChildren(...(typeof found === "string" ? [] : found.map((one) => personRow(one, asked))));
    });
  });
}

function personRow(person: Person, asked: Asked): HTMLElement {
  const row = copyOf("person-row");
  put(row, ".person-name", person.name);
  put(row, ".person-unit", person.state === "awarded" ? `${person.unit}（已登錄時數）` : person.unit);
  const button = row.querySelector("button");
  if (button !== null) {
    button.disabled = person.state === "awarded";
    button.addEventListener("click", () => {
      button.disabled = true;
      asked.person(person);
    });
  }
  return row;
}

function wireUndo(asked: Asked, panels: Panels, shown: (name: string) => string): (scanId: string, whom: string) => void {
  let scanId = "";
  onSubmit("undo-panel", () => {
    panels.close("undo-panel");
    asked.undo(scanId, find("undo-reason", HTMLSelectElement).value);
  });
  return (id, whom) => {
    scanId = id;
    find("undo-whom", HTMLElement).textContent = `復原後，${shown(whom)}的時數將取消，可以重新掃描。`;
    panels.open("undo-panel");
  };
}

function wireButtons(asked: Asked): void {
  const press = (id: string, act: () => void): void => {
    find(id, HTMLButtonElement).addEventListener("click", act);
  };
  press("camera-restart", asked.restartCamera);
  press("camera-again", asked.restartCamera);
  press("lens", asked.lens);
  press("list-before", () => {
    asked.page(-1);
  });
  press("list-after", () => {
    asked.page(1);
  });
  const torch = find("torch", HTMLButtonElement);
  press("torch", () => {
    const on = torch.getAttribute("aria-pressed") !== "true";
    torch.setAttribute("aria-pressed", String(on));
    asked.torch(on);
  });
  const picture = find("picture", HTMLInputElement);
  picture.addEventListener("change", () => {
    const file = picture.files?.[0];
    picture.value = "";
    if (file !== undefined) asked.picture(file);
  });
}

function showCamera(state: CameraState): void {
  const stopped = state.state === "stopped";
  const running = state.state === "running";
  find("camera-off", HTMLElement).hidden = !stopped;
  find("aim", HTMLElement).hidden = stopped;
  find("camera-help", HTMLElement).hidden = !(stopped && HELPED.has(state.why));
  find("camera-again", HTMLElement).hidden = !running;
  const torch = find("torch", HTMLElement);
  torch.hidden = !(running && state.torch);
  if (!running) torch.setAttribute("aria-pressed", "false");
  find("lens", HTMLElement).hidden = !(running && state.lenses > 1);
  find("camera-sentence", HTMLElement).textContent = stopped ? sentence(state.why) : "";
  find("video", HTMLElement).dataset["state"] = state.state;
}

/** The page's words for why there is no picture; the first are for all that has none of its own. */
function sentence(why: string): string {
  const words = find("camera-words", HTMLTemplateElement).content;
  return (words.querySelector(`[data-why="${CSS.escape(why)}"]`) ?? words.querySelector("p"))?.textContent ?? "";
}

/** Phones that ask nothing when a page is left get a panel that does. */
function wireLeaving(panels: Panels): void {
  const back = document.querySelector(".scan-back");
  back?.addEventListener("click", (event) => {
    if (find("unsent", HTMLElement).hidden) return;
    event.preventDefault();
    panels.open("leave-panel");
  });
}

function showList(list: List, shown: (name: string) => string, undo: (scanId: string, whom: string) => void): void {
  find("list-words", HTMLElement).textContent = listWords(list.total, list.first, list.last);
  find("list-empty", HTMLElement).hidden = list.total > 0;
  find("list-rows", HTMLElement).replaceChildren(...list.rows.map((row) => listRow({ ...row, name: shown(row.name) }, undo)));
  find("list-before", HTMLElement).hidden = list.page <= 1;
  find("list-after", HTMLElement).hidden = list.page >= list.pages;
}

function listRow(row: ListRow, undo: (scanId: string, whom: string) => void): HTMLElement {
  const shown = copyOf("list-row");
  put(shown, ".row-name", row.name);
  put(shown, ".row-unit", row.unit);
  put(shown, ".row-hours", `數位 ${row.hours.digital}／實體 ${row.hours.in_person}`);
  const button = shown.querySelector("button");
  if (button !== null) {
    const { scan_id: scanId } = row;
    button.hidden = scanId === null;
    button.setAttribute("aria-label", `復原 ${row.name}`);
    button.addEventListener("click", () => {
      if (scanId !== null) undo(scanId, row.name);
    });
  }
  return shown;
}
