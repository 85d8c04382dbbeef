/** The panels of the page: one is open at a time. */

/** The element of this id, of this kind; a page without it is a page of another version. */
export function find<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page lacks #${id}`);
  return found;
}

/** Do this when the form is sent; the page itself never is. */
export function onSubmit(id: string, act: () => void): void {
  find(id, HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
}

/** Say what is wrong, or clear what was said. */
export function problem(id: string, sentence: string | null): void {
  const place = find(id, HTMLElement);
  place.hidden = sentence === null;
  place.textContent = sentence ?? "";
}

/** A row of the list whose template has this id. */
export function copyOf(template: string): HTMLElement {
  const copy = find(template, HTMLTemplateElement).content.firstElementChild?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new Error(`the page lacks #${template}`);
  return copy;
}

export function put(row: HTMLElement, place: string, words: string): void {
  const found = row.querySelector(place);
  if (found !== null) found.textContent = words;
}

/** Told to a panel that has just been closed, by whatever closed it. */
export const CLOSED = "hefa:closed";

export interface Panels {
  readonly open: (id: string) => void;
  readonly close: (id: string) => void;
}

/** One panel at a time; the button that opened it gets the focus back. Escape closes. */
export function wirePanels(): Panels {
  const all = [...document.querySelectorAll<HTMLElement>(".scan-panel")];
  let opener: HTMLElement | null = null;
  const hide = (panel: HTMLElement): void => {
    if (panel.hidden) return;
    panel.hidden = true;
    panel.dispatchEvent(new Event(CLOSED));
  };
  const close = (id: string): void => {
    hide(find(id, HTMLElement));
    document.querySelector(`[aria-controls="${id}"]`)?.setAttribute("aria-expanded", "false");
    opener?.focus();
    opener = null;
  };
  const open = (id: string): void => {
    for (const panel of all) if (panel.id !== id) hide(panel);
    find(id, HTMLElement).hidden = false;
    opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    document.querySelector(`[aria-controls="${id}"]`)?.setAttribute("aria-expanded", "true");
    find(id, HTMLElement).querySelector<HTMLElement>("input, select, button")?.focus();
  };
  // Until now they were disabled: a finger that is quicker than this script shall not press in vain.
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-opens]")) {
    button.disabled = false;
    const id = button.dataset["opens"] ?? "";
    button.setAttribute("aria-controls", id);
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      if (find(id, HTMLElement).hidden) open(id);
      else close(id);
    });
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-close]")) {
    button.addEventListener("click", () => {
      close(button.dataset["close"] ?? "");
    });
  }
  document.addEventListener("keydown", (event) => {
    const shown = all.find((panel) => !panel.hidden);
    if (event.key === "Escape" && shown !== undefined) close(shown.id);
  });
  return { open, close };
}
