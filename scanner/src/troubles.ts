/** What went wrong on this phone lately, for 診斷資料. No number of a person and no code is ever among it. */

export interface Troubles {
  /** Take down what the page itself stumbles over. */
  readonly hear: (page: Window) => void;
  readonly note: (what: unknown) => void;
  /** The last few, the newest first. */
  readonly last: () => readonly string[];
}

const MOST = 5;
const LONGEST = 120;

export function troubles(now: () => Date): Troubles {
  let last: readonly string[] = [];
  const note = (what: unknown): void => {
    const words = String(what).replace(/[0-9]{4,}/g, "…").slice(0, LONGEST);
    last = [`${now().toISOString().slice(11, 19)} ${words}`, ...last].slice(0, MOST);
  };
  const hear = (page: Window): void => {
    page.addEventListener("error", (event) => {
      note(event.message);
    });
    page.addEventListener("unhandledrejection", (event) => {
      note(event.reason);
    });
  };
  return { hear, note, last: () => last };
}
