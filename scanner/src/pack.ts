/** The offline pack, read: what this phone may know of a code without a network (scan protocol, part 3). */

import type { Settings } from "./item";

export interface PackHead {
  readonly cursor: string;
  readonly full: boolean;
  readonly made_at: string;
  /** Base64 of the offering's salt. */
  readonly salt: string;
  readonly void_count: number;
  readonly kids: readonly number[];
  readonly settings: Settings;
  readonly sections: readonly (readonly [string, number])[];
}

export interface Pack {
  readonly head: PackHead;
  /** Bytes of a section; empty when the pack has none of that name. */
  readonly section: (name: string) => Uint8Array;
  readonly holds: (name: string) => boolean;
}

/** Take an answer apart: the length of the head, the head, the sections. Throws for anything else. */
export function readPack(answer: ArrayBuffer): Pack {
  const length = new DataView(answer).getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(answer, 4, length))) as PackHead;
  const sections = new Map<string, Uint8Array>();
  let at = 4 + length;
  for (const [name, bytes] of head.sections) {
    sections.set(name, new Uint8Array(answer, at, bytes));
    at += bytes;
  }
  return {
    head,
    section: (name) => sections.get(name) ?? new Uint8Array(),
    holds: (name) => sections.has(name),
  };
}

/** The sorted numbers that were written as varints of their differences; each is below 2^40. */
export function readNumbers(bytes: Uint8Array): Float64Array {
  const numbers = new Float64Array(bytes.length);
  let count = 0;
  let last = 0;
  let step = 0;
  let weight = 1;
  for (const byte of bytes) {
    step += (byte & 0x7f) * weight;
    if (byte < 0x80) {
      last += step;
      numbers[count] = last;
      count += 1;
      step = 0;
      weight = 1;
    } else {
      weight *= 128;
    }
  }
  return numbers.subarray(0, count);
}

/** Whether a number stands in a sorted list. */
export function holdsNumber(sorted: Float64Array, wanted: number): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = sorted[middle] ?? 0;
    if (found === wanted) return true;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

export interface Line {
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

const LOOKUP = 8;
const NONCE = 12;

/** The lines of the roster by what they are looked up by, as hex. */
export function readRoster(bytes: Uint8Array): ReadonlyMap<string, Line> {
  const lines = new Map<string, Line>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + LOOKUP + 2 + NONCE <= bytes.length) {
    const length = view.getUint16(at + LOOKUP);
    const begins = at + LOOKUP + 2 + NONCE;
    lines.set(toHex(bytes.subarray(at, at + LOOKUP)), {
      nonce: bytes.slice(at + LOOKUP + 2, begins),
      sealed: bytes.slice(begins, begins + length),
    });
    at = begins + length;
  }
  return lines;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: text.length / 2 }, (_, n) => parseInt(text.slice(2 * n, 2 * n + 2), 16));
}
