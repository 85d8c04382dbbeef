/** The text inside a live code: 26 bytes, written as one decimal number of 63 digits (scan protocol, part 1). */

export const SLOT_MS = 30_000;
const EPOCH_MS = Date.UTC(2020, 0, 1);
const TYPE_LIVE = 0x21;
const HEADER_BYTES = 18;
const MAC_BYTES = 8;
const DIGITS = 63;

/** What the server tells once about a code; none of it is secret. */
export interface CodeFacts {
  readonly kid: number;
  /** 10 bytes as 20 hexadecimal digits. */
  readonly codeId: string;
  /** Days since 2020-01-01. */
  readonly lastDay: number;
}

/** Signs bytes with the key of one code. */
export type Sign = (bytes: Uint8Array) => Promise<Uint8Array>;

/** The number of whole 30-second slots since 2020-01-01T00:00Z at a server time in milliseconds. */
export function slotOf(serverMs: number): number {
  return Math.floor((serverMs - EPOCH_MS) / SLOT_MS);
}

/** When the slot after this one begins, as server time in milliseconds. */
export function nextSlotAt(serverMs: number): number {
  return EPOCH_MS + (slotOf(serverMs) + 1) * SLOT_MS;
}

/** Whether the code's last day is over, by the calendar of Taipei, which the last day is counted in. */
export function isOver(lastDay: number, serverMs: number): boolean {
  const taipeiDay = Math.floor((serverMs + 8 * 3_600_000 - EPOCH_MS) / 86_400_000);
  return taipeiDay > lastDay;
}

/** The bytes that are signed. */
export function header(facts: CodeFacts, slot: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = TYPE_LIVE;
  bytes[1] = facts.kid;
  bytes.set(fromHex(facts.codeId), 2);
  view.setUint16(12, facts.lastDay);
  view.setUint32(14, slot);
  return bytes;
}

/** The 63 digits for one slot. */
export async function liveText(facts: CodeFacts, slot: number, sign: Sign): Promise<string> {
  const head = header(facts, slot);
  const mac = await sign(head);
  const whole = new Uint8Array(HEADER_BYTES + MAC_BYTES);
  whole.set(head, 0);
  whole.set(mac.subarray(0, MAC_BYTES), HEADER_BYTES);
  return decimal(whole);
}

/**
 * A big-endian number as decimal digits, by long division by 10⁷: iOS 12 has no BigInt, and 256·10⁷ stays exact in a
 * double.
 */
export function decimal(bytes: Uint8Array): string {
  const step = 10_000_000;
  let rest = Array.from(bytes);
  let digits = "";
  while (rest.length > 0) {
    const quotient: number[] = [];
    let remainder = 0;
    for (const byte of rest) {
      const value = remainder * 256 + byte;
      const part = Math.floor(value / step);
      remainder = value - part * step;
      if (quotient.length > 0 || part > 0) quotient.push(part);
    }
    digits = String(remainder).padStart(7, "0") + digits;
    rest = quotient;
  }
  const trimmed = digits.replace(/^0+/, "");
  return trimmed.padStart(DIGITS, "0");
}

function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = parseInt(text.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}
