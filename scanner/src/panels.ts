/** The panels of the page: one is open at a time. */

/** The element of this id, of this kind; a page without it is a page of another version. */
export function find<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page lacks #${id}`);
  return found;
}

export interface Panels {
  readonly open: (id: string) => void;
  readonly close: (id: string) => void;
}

/** One panel at a time; the button that opened it gets the focus back. Escape closes. */
export function wirePanels(): Panels {
  const all = [...document.querySelectorAll<HTMLElement>(".scan-panel")];
  let opener: HTMLElement | null = null;
  const close = (id: string): void => {
    find(id, HTMLElement).hidden = true;
    document.querySelector(`[aria-controls="${id}"]`)?.setAttribute("aria-expanded", "false");
    opener?.focus();
    opener = null;
  };
  const open = (id: string): void => {
    for (const panel of all) panel.hidden = panel.id !== id;
    opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    document.querySelector(`[aria-controls="${id}"]`)?.setAttribute("aria-expanded", "true");
    find(id, HTMLElement).querySelector<HTMLElement>("input, select, button")?.focus();
  };
  for (const button of document.querySelectorAll<HTMLElement>("[data-opens]")) {
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
