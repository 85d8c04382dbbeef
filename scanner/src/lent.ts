/** A phone that was just lent a station: keep its secret where the scanner looks for it, then open the scanner. */

import { openOutbox } from "./outbox";
import { WORDS } from "./words";

export async function keepLent(lent: HTMLElement): Promise<void> {
  const told = (name: string): string => lent.dataset[name] ?? "";
  const [offering = "", ...others] = told("offerings").split(",");
  try {
    const outbox = await openOutbox();
    await outbox.keepStation({
      station: told("station"),
      secret: told("secret"),
      valid_until: told("validUntil"),
      offering,
      others,
      rights: told("rights").split(","),
      lent: true,
    });
    outbox.close();
    location.replace(told("next"));
  } catch {
    const sentence = document.getElementById("lent-sentence");
    if (sentence !== null) sentence.textContent = WORDS.storage;
  }
}
