/** From a text that was read to a scan in the outbox: the one way that every source takes. */

import { daysLeft, foreignHash, parseCode, slotDistance, type Code } from "./code";
import type { Item, Settings, Source, Station } from "./item";
import { NOTHING, type Known, type Person } from "./knowledge";
import type { Outbox } from "./outbox";
import { judge, type GateFacts, type GateVerdict } from "./verdict";

/** Whom a scan is about, as it came in. */
export type Told =
  | { readonly by: "text"; readonly text: string; readonly source: "camera" | "wedge" | "picture" }
  | { readonly by: "typed"; readonly digits: string }
  | { readonly by: "person"; readonly learnerRef: string };

export interface ScanDeps {
  readonly outbox: Pick<Outbox, "add">;
  readonly station: () => Station | null;
  readonly settings: () => Settings;
  readonly offering: string;
  readonly boot: string;
  readonly kids: ReadonlySet<number>;
  readonly nowDev: () => Date;
  readonly nowMono: () => number;
  /** How far this phone's clock is ahead of the server's, in ms; null while unknown. */
  readonly offset: () => number | null;
  readonly newId: () => string;
  readonly mark: () => { readonly text: string; readonly mono: number } | null;
  /** What the pack knows of a code. */
  readonly known: (codeId: string) => Promise<Known>;
  /** Whether the server answered lately: then it decides alone, for it knows of the last second. */
  readonly reachable: () => boolean;
}

export interface Scanned {
  readonly item: Item;
  readonly local: GateVerdict;
  /** What stays the same when a live code is redrawn: the code's id, or the foreign text's hash. */
  readonly key: string;
  /** Whom the pack knows by this code, before the server has spoken. */
  readonly person: Person | null;
  /** Nobody to ask: the scan waits on this phone, and need not be waited for. */
  readonly alone: boolean;
}

export interface Scans {
  /** Write a scan durably and return it; null while there is no station to write it under. */
  readonly scan: (told: Told, seenHere: boolean) => Promise<Scanned | null>;
  readonly undo: (scanId: string, reason: string) => Promise<Item | null>;
  readonly keyOf: (text: string) => string;
}

const GOOD_OFFSET_MS = 120_000;

export function scans(deps: ScanDeps): Scans {
  let seq = 0;

  const base = (kind: Item["kind"], source: Source, local: string): Omit<Item, "code"> => {
    seq += 1;
    const mark = deps.mark();
    return {
      scan_id: deps.newId(),
      boot: deps.boot,
      seq,
      offering: deps.offering,
      kind,
      source,
      t_dev: deps.nowDev().toISOString(),
      t_mono: deps.nowMono(),
      local,
      settings: deps.settings().version,
      ...(mark === null ? {} : { mark: mark.text, mark_mono: mark.mono }),
    };
  };

  const scan = async (told: Told, seenHere: boolean): Promise<Scanned | null> => {
    const station = deps.station();
    if (station === null) return null;
    const code = told.by === "text" ? parseCode(told.text) : null;
    const known = code === null ? NOTHING : await deps.known(code.codeId);
    const local = judge(gateFacts(told, code, seenHere, known));
    const item: Item = { ...base("award", sourceOf(told), localText(local)), ...(await who(told, code)) };
    await deps.outbox.add(station, item);
    return { item, local, key: told.by === "text" ? keyOf(told.text) : item.scan_id, person: known.person, alone: !deps.reachable() };
  };

  const gateFacts = (told: Told, code: Code | null, seenHere: boolean, known: Known): GateFacts => {
    const alone = !deps.reachable();
    const offset = deps.offset();
    const now = deps.nowDev().getTime() - (offset ?? 0);
    const ours = told.by !== "text" || code !== null;
    const knownKid = code === null || deps.kids.has(code.kid);
    return {
      code: ours ? (knownKid ? "ours" : "unknown_kid") : "foreign",
      type: told.by === "text" ? (code?.type ?? "static") : told.by === "typed" ? "typed" : "hand",
      slotDistance: code === null ? 0 : slotDistance(code, now),
      daysLeft: code === null ? 0 : daysLeft(code, now),
      policy: deps.settings().policy,
      clockIsGood: offset !== null && Math.abs(offset) <= GOOD_OFFSET_MS,
      onVoidList: alone && known.voided,
      seenHere: seenHere || (alone && known.awarded),
    };
  };

  const undo = async (scanId: string, reason: string): Promise<Item | null> => {
    const station = deps.station();
    if (station === null) return null;
    const item: Item = { ...base("undo", "hand", "pending"), undoes: scanId, reason };
    await deps.outbox.add(station, item);
    return item;
  };
  return { scan, undo, keyOf };
}

/** What names a code however often it is redrawn. */
function keyOf(text: string): string {
  return parseCode(text)?.codeId ?? text;
}

function sourceOf(told: Told): Source {
  switch (told.by) {
    case "text":
      return told.source;
    case "typed":
      return "typed";
    case "person":
      return "hand";
  }
}

function localText(local: GateVerdict): string {
  return local.verdict === "refused" ? `refused:${local.reason}` : local.verdict;
}

/** A foreign text is never told: its hash is. */
async function who(told: Told, code: Code | null): Promise<Partial<Item>> {
  switch (told.by) {
    case "typed":
      return { typed: told.digits };
    case "person":
      return { learner_ref: told.learnerRef };
    case "text":
      return code === null ? { code_hash: await foreignHash(told.text) } : { code: told.text };
  }
}
