/** Read the text of a QR code: is it one of ours, and what does it say in clear? (scan protocol, part 1) */

const DIGITS = 63;
const BYTES = 26;
const STATIC = 0x20;
const LIVE = 0x21;
const EPOCH_MS = Date.UTC(2020, 0, 1);
const DAY_MS = 86_400_000;
export const SLOT_MS = 30_000;
/** Days are days in Taipei, eight hours ahead of UTC all year. */
const TAIPEI_MS = 8 * 3_600_000;

export interface Code {
  readonly type: "static" | "live";
  readonly kid: number;
  /** The only link to a person, as hex; the server alone can follow it. */
  readonly codeId: string;
  /** Days since 2020-01-01. */
  readonly lastDay: number;
  readonly slot: number;
}

/** Read the 63 digits; null when the text has not the shape of one of ours. */
export function parseCode(text: string): Code | null {
  if (text.length !== DIGITS || !/^[0-9]+$/.test(text)) return null;
  const bytes = toBytes(text);
  if (bytes === null) return null;
  const view = new DataView(bytes.buffer);
  const type = view.getUint8(0);
  if (type !== STATIC && type !== LIVE) return null;
  return {
    type: type === LIVE ? "live" : "static",
    kid: view.getUint8(1),
    codeId: hex(bytes.subarray(2, 12)),
    lastDay: view.getUint16(12),
    slot: view.getUint32(14),
  };
}

/** Whole days from today (in Taipei) to the last valid day; negative once it is over. */
export function daysLeft(code: Code, nowMs: number): number {
  return code.lastDay - Math.floor((nowMs + TAIPEI_MS - EPOCH_MS) / DAY_MS);
}

/** Slots between a live code and now; 0 for a static one. */
export function slotDistance(code: Code, nowMs: number): number {
  return code.type === "live" ? Math.abs(Math.floor((nowMs - EPOCH_MS) / SLOT_MS) - code.slot) : 0;
}

/** SHA-256 of a foreign text, as hex: its text is stored nowhere. */
export async function foreignHash(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

/** Decimal digits to 26 bytes by long multiplication; null when the number needs more. */
function toBytes(digits: string): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(BYTES);
  for (const digit of digits) {
    let carry = digit.charCodeAt(0) - 48;
    for (let n = BYTES - 1; n >= 0; n -= 1) {
      const sum = (bytes[n] ?? 0) * 10 + carry;
      bytes[n] = sum & 0xff;
      carry = sum >> 8;
    }
    if (carry > 0) return null;
  }
  return bytes;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
