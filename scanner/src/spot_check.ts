/** 抽查末四碼: now and then the server asks a helper to look at a card. It never holds up the next scan. */

import type { Checked } from "./api";
import { find, onSubmit } from "./panels";

/** `tell` brings the digits to the server and returns what it said, or why nothing was said. */
export function spotChecks(tell: (scanId: string, last4: string) => Promise<Checked | string>): (scanId: string | null) => void {
  const form = find("spot-check", HTMLElement);
  const words = find("spot-words", HTMLElement);
  const field = find("spot-last4", HTMLInputElement);
  let asked: string | null = null;
  let sending: string | null = null;

  const ask = (scanId: string | null): void => {
    asked = scanId;
    form.hidden = scanId === null;
    say(form.hidden ? "" : (words.dataset["ask"] ?? ""), "idle");
  };
  const say = (sentence: string, mood: string): void => {
    words.textContent = sentence;
    words.dataset["mood"] = mood;
    field.value = "";
  };
  onSubmit("spot-check", () => {
    const scanId = asked;
    if (scanId === null || scanId === sending) return;
    sending = scanId;
    void tell(scanId, field.value).then((told) => {
      if (scanId !== asked) return;
      sending = null;
      if (typeof told === "string") return say(told, "kept");
      form.hidden = true;
      say(told.message, told.matched ? "good" : "bad");
    });
  });
  find("spot-skip", HTMLElement).addEventListener("click", () => {
    ask(null);
  });
  return ask;
}
