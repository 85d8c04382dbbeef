/** One code held before the lens is one scan: it counts anew when it was away for three seconds, or when another was
 * scanned meanwhile and it comes back. */

export const AWAY_MS = 3_000;
/** Of two codes in view now one and now the other is read: neither has been away. */
const BLINK_MS = 700;

export function dedup(nowMs: () => number): (key: string) => boolean {
  const seen = new Map<string, number>();
  let last = "";
  return (key) => {
    const now = nowMs();
    const away = now - (seen.get(key) ?? -Infinity);
    seen.set(key, now);
    const isNew = away > AWAY_MS || (away > BLINK_MS && last !== key);
    if (isNew) last = key;
    return isNew;
  };
}
