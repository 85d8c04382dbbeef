/** One code held before the lens is one scan: it counts anew when it was away for three seconds. */

export const AWAY_MS = 3_000;

export function dedup(nowMs: () => number): (key: string) => boolean {
  const seen = new Map<string, number>();
  return (key) => {
    const now = nowMs();
    const before = seen.get(key);
    seen.set(key, now);
    return before === undefined || now - before > AWAY_MS;
  };
}
