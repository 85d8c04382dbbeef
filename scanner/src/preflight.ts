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

export interface Check {
  readonly words: string;
  readonly good: boolean;
}

const LEAST_BYTES = 10_000_000;
const MOST_OFFSET_MS = 120_000;

export function checks(ready: Readiness): readonly Check[] {
  const { pack, offset, freeBytes } = ready;
  return [
    { words: pack === null ? "名單 尚未下載" : `名單 ${pack.roster}`, good: pack !== null },
    { words: pack === null ? "作廢清單 尚未下載" : `作廢清單 ${clockWords(pack.madeAt)}`, good: pack !== null },
    { words: "離線開啟", good: ready.shell },
    { words: "儲存空間", good: freeBytes === null || freeBytes >= LEAST_BYTES },
    { words: offset === null ? "時間差 未知" : `時間差 ${seconds(offset)} 秒`, good: offset !== null && Math.abs(offset) <= MOST_OFFSET_MS },
  ];
}

function seconds(ms: number): string {
  const tenths = Math.round(ms / 100) / 10;
  return `${tenths < 0 ? "-" : "+"}${Math.abs(tenths).toFixed(1)}`;
}
