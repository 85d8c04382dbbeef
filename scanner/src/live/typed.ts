/** Counts down the five minutes of the eight digits, then hides them. */

/** "4:07" for 247 seconds. */
export function clockWords(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function countDown(page: Document, serverNow: () => number): void {
  const box = page.querySelector<HTMLElement>("[data-hefa-typed-until]");
  if (box === null) return;
  const until = Date.parse(box.dataset["hefaTypedUntil"] ?? "");
  const words = box.querySelector<HTMLElement>("[data-hefa-typed-left]");
  const digits = box.querySelector<HTMLElement>("[data-hefa-typed-digits]");
  const show = (): void => {
    const left = (until - serverNow()) / 1000;
    if (words !== null) {
      words.textContent =
        left > 0
          ? (words.dataset["hefaTypedLeft"] ?? "").replace("{time}", clockWords(left))
          : (words.dataset["hefaTypedOver"] ?? "");
    }
    if (left > 0) setTimeout(show, 1000);
    else if (digits !== null) digits.hidden = true;
  };
  show();
}
