/** What time it is at the server: the device's clock plus an offset that every answer of the server may correct. */

export interface ServerTime {
  readonly now: () => number;
  /** Learn from an exact time told in an answer to a request sent at `sentAt` (device milliseconds). */
  readonly learn: (serverMs: number, sentAt: number) => void;
  /** Learn from a `Date` header, which is cut to whole seconds: only a clear disagreement counts. */
  readonly learnFromHeader: (header: string | null, sentAt: number) => void;
  readonly offset: () => number;
}

const HEADER_TOLERANCE_MS = 3_000;

export function serverTime(deviceNow: () => number, firstOffset: number): ServerTime {
  let offset = firstOffset;
  const offsetAt = (serverMs: number, sentAt: number): number => serverMs - (sentAt + deviceNow()) / 2;
  return {
    now: () => deviceNow() + offset,
    offset: () => offset,
    learn: (serverMs, sentAt) => {
      offset = offsetAt(serverMs, sentAt);
    },
    learnFromHeader: (header, sentAt) => {
      const told = header === null ? NaN : Date.parse(header) + 500;
      const heard = offsetAt(told, sentAt);
      if (Math.abs(heard - offset) > HEADER_TOLERANCE_MS) offset = heard;
    },
  };
}
