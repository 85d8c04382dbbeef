/** One visit at the gate: what was scanned, what the server said of it, and which card that makes. */

import type { Item, Result } from "./item";
import type { Person } from "./knowledge";
import type { Scans, Told } from "./scan";
import type { Card, Mood } from "./screen";
import { clockWords, hoursWords, refusedWords, WORDS } from "./words";

export const PATIENCE_MS = 2_500;
export const UNDO_MS = 10_000;

export interface GateDeps {
  readonly scans: Scans;
  readonly isNew: (key: string) => boolean;
  readonly later: (act: () => void, ms: number) => unknown;
  readonly show: (card: Card) => void;
  readonly play: (mood: Exclude<Mood, "idle">) => void;
  readonly send: () => void;
  readonly count: (here: { already: number; refused: number }) => void;
  readonly askUndo: (scanId: string, whom: string) => void;
  /** Ask for the last four of the card of this scan; null asks nothing more. */
  readonly spotCheck: (scanId: string | null) => void;
  /** A scan waits longer than people do: say how many do. */
  readonly onKept: () => void;
  readonly noStation: () => void;
  readonly noStorage: () => void;
}

export interface Gate {
  readonly take: (told: Told) => Promise<void>;
  readonly settle: (results: readonly Result[]) => void;
  readonly undo: (scanId: string, reason: string) => Promise<void>;
  /** How many scans of this visit have no verdict yet. */
  readonly waiting: () => number;
}

interface Waiting {
  readonly key: string;
  readonly item: Item;
}

export function gate(deps: GateDeps): Gate {
  const waiting = new Map<string, Waiting>();
  const awarded = new Map<string, { readonly at: string; readonly name: string; readonly scanId: string }>();
  const here = { already: 0, refused: 0 };
  let shown = "";
  /** What the scan on the card has sounded like so far: the server's word for what the gate said needs no second sound. */
  let heard: Mood = "idle";
  /** Whose card is asked for: it stays asked for while the same code is read again. */
  let checked = "";

  const take = async (told: Told): Promise<void> => {
    const key = told.by === "text" ? deps.scans.keyOf(told.text) : null;
    if (key !== null && !deps.isNew(key)) return;
    const before = key === null ? undefined : awarded.get(key);
    const scanned = await written(deps.scans.scan(told, before !== undefined));
    if (scanned === null) return;
    shown = scanned.item.scan_id;
    heard = "idle";
    if (scanned.key !== checked) deps.spotCheck(null);
    waiting.set(shown, { key: scanned.key, item: scanned.item });
    if (before !== undefined) {
      show("known", { message: WORDS_ALREADY, name: before.name, detail: `首次掃描 ${clockWords(before.at)}` });
    } else if (scanned.local.verdict === "refused") {
      const already = scanned.local.reason === "ALREADY_AWARDED";
      show(already ? "known" : "bad", { message: refusedWords(scanned.local.reason), ...whom(scanned.person) });
    } else {
      const kept = (): void => {
        if (!waiting.has(scanned.item.scan_id) || shown !== scanned.item.scan_id) return;
        show("kept", { message: WORDS.kept, ...whom(scanned.person) });
        deps.onKept();
      };
      if (scanned.alone) {
        kept();
      } else {
        deps.show({ mood: "idle", message: WORDS.waiting, ...whom(scanned.person) });
        deps.later(kept, PATIENCE_MS);
      }
    }
    deps.send();
  };

  /** What is on disk, or null with a word and a sound: a scan that could not be kept must not pass for one. */
  const written = async <T>(writing: Promise<T | null>): Promise<T | null> => {
    let kept: T | null = null;
    let say = deps.noStation;
    try {
      kept = await writing;
    } catch {
      say = deps.noStorage;
    }
    if (kept === null) {
      deps.play("bad");
      say();
    }
    return kept;
  };

  const settle = (results: readonly Result[]): void => {
    for (const result of results) {
      if (result.reason === "ALREADY_AWARDED") here.already += 1;
      else if (result.verdict === "REFUSED") here.refused += 1;
      const known = waiting.get(result.scan_id);
      waiting.delete(result.scan_id);
      if (known === undefined) continue;
      remember(result, known);
      if (result.scan_id === shown) showVerdict(result, known);
    }
    deps.count(here);
  };

  const remember = (result: Result, known: Waiting): void => {
    const name = result.learner?.name ?? "";
    if (result.verdict === "AWARDED") {
      awarded.set(known.key, { at: known.item.t_dev, name, scanId: result.scan_id });
    } else if (result.reason === "ALREADY_AWARDED") {
      if (result.first !== null && !awarded.has(known.key)) {
        awarded.set(known.key, { at: result.first.at, name, scanId: "" });
      }
    } else if (result.verdict === "UNDONE") {
      for (const [key, one] of awarded) if (one.scanId === known.item.undoes) awarded.delete(key);
    }
  };

  const showVerdict = (result: Result, known: Waiting): void => {
    const name = result.learner?.name ?? "";
    const unit = result.learner?.unit ?? "";
    switch (result.verdict) {
      case "AWARDED":
        show("good", {
          message: result.message,
          name,
          detail: [unit, result.hours === null ? "" : hoursWords(result.hours)].filter(Boolean).join("　"),
          onUndo: () => {
            deps.askUndo(result.scan_id, name);
          },
        });
        if (result.spot_check) {
          checked = known.key;
          deps.spotCheck(result.scan_id);
        }
        deps.later(() => {
          if (shown === result.scan_id) deps.show({ ...cardOf(result, name, unit), mood: "good" });
        }, UNDO_MS);
        return;
      case "UNDONE":
        show("known", { message: result.message });
        return;
      case "REVIEW":
        show("kept", { message: result.message, name, detail: result.reasons.join("、") });
        return;
      case "REFUSED":
        if (result.reason !== "ALREADY_AWARDED") {
          show("bad", { message: result.message, name });
          return;
        }
        show("known", {
          message: result.message,
          name,
          detail: `首次掃描 ${clockWords(result.first?.at ?? known.item.t_dev)}${station(result)}`,
        });
    }
  };

  const show = (mood: Exclude<Mood, "idle">, card: Omit<Card, "mood">): void => {
    if (mood !== heard) deps.play(mood);
    heard = mood;
    deps.show({ mood, ...card });
  };

  const undo = async (scanId: string, reason: string): Promise<void> => {
    const item = await written(deps.scans.undo(scanId, reason));
    if (item === null) return;
    shown = item.scan_id;
    heard = "idle";
    deps.spotCheck(null);
    waiting.set(item.scan_id, { key: item.scan_id, item });
    deps.show({ mood: "idle", message: WORDS.waiting });
    deps.send();
  };
  return { take, settle, undo, waiting: () => waiting.size };
}

const WORDS_ALREADY = refusedWords("ALREADY_AWARDED");

function whom(person: Person | null): Pick<Card, "name" | "detail"> {
  return person === null ? {} : { name: person.name, detail: person.unit };
}

function station(result: Result): string {
  return result.first === null || result.first.station === "" ? "" : `（${result.first.station}）`;
}

/** The card of an award without its undo button, once ten seconds have gone by: the list still has one. */
function cardOf(result: Result, name: string, unit: string): Omit<Card, "mood"> {
  const hours = result.hours === null ? "" : hoursWords(result.hours);
  return { message: result.message, name, detail: [unit, hours].filter(Boolean).join("　") };
}
