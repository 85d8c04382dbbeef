/** The pre-flight panel: is this phone ready for a hall without a network? */

import type { PackFacts } from "./knowledge";
import { clockWords } from "./words";

export interface Readiness {
  readonly pack: PackFacts | null;
  readonly shell: boolean;
  /** Free bytes for scans; null where the browser does not say. */
  readonly freeBytes: number | null;
  /** This phone's clock less the server's, in ms; null while unknown. */
  readonly offset: number | null;
}

/** A line of the panel; the page has a hint for each that is not good. */
export interface Check {
  readonly id: "roster" | "voids" | "shell" | "storage" | "clock";
  readonly words: string;
  readonly good: boolean;
}

const LEAST_BYTES = 10_000_000;
const MOST_OFFSET_MS = 120_000;
const OLDEST_MS = 12 * 3_600_000;

export function checks(ready: Readiness, nowMs: number): readonly Check[] {
  const { pack, offset, freeBytes } = ready;
  const fresh = pack !== null && nowMs - Date.parse(pack.madeAt) <= OLDEST_MS;
  const old = pack === null || fresh ? "" : "（超過 12 小時）";
  return [
    { id: "roster", words: pack === null ? "名單 尚未下載" : `名單 ${pack.roster}`, good: pack !== null },
    { id: "voids", words: pack === null ? "作廢清單 尚未下載" : `作廢清單 ${clockWords(pack.madeAt)}${old}`, good: fresh },
    { id: "shell", words: "離線開啟", good: ready.shell },
    { id: "storage", words: "儲存空間", good: freeBytes === null || freeBytes >= LEAST_BYTES },
    {
      id: "clock",
      words: offset === null ? "時間差 未知" : `時間差 ${seconds(offset)} 秒`,
      good: offset !== null && Math.abs(offset) <= MOST_OFFSET_MS,
    },
  ];
}

/** Signed, to a tenth. */
export function seconds(ms: number): string {
  const tenths = Math.round(ms / 100) / 10;
  return `${tenths < 0 ? "-" : "+"}${Math.abs(tenths).toFixed(1)}`;
}
