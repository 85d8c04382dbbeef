/** Keeps the screen lit while the code is in view, where the browser can. */

interface Lock {
  readonly release: () => Promise<void>;
}
interface Locker {
  readonly wakeLock?: { readonly request: (kind: "screen") => Promise<Lock> };
}

/** The lock ends by itself whenever the page is hidden, so it is asked for again each time the page comes back. */
export function keepAwake(browser: Locker): void {
  if (browser.wakeLock === undefined) return;
  browser.wakeLock.request("screen").catch(() => undefined);
}
