/** A scanner that types (USB or Bluetooth wedge), read from the keys' places: a Chinese input method cannot garble it. */

export interface Stroke {
  readonly code: string;
  readonly atMs: number;
}

const BETWEEN_MS = 120;
const DIGITS = 63;

/** Feed every key that no field has taken; `onText` gets the digits when Enter follows or all 63 are there. */
export function wedge(onText: (text: string) => void): (stroke: Stroke) => boolean {
  let digits = "";
  let last = Number.NEGATIVE_INFINITY;
  const finish = (): void => {
    const text = digits;
    digits = "";
    onText(text);
  };
  return (stroke) => {
    if (stroke.atMs - last > BETWEEN_MS) digits = "";
    last = stroke.atMs;
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(stroke.code)?.[1];
    if (digit !== undefined) {
      digits += digit;
      if (digits.length === DIGITS) finish();
      return true;
    }
    if ((stroke.code === "Enter" || stroke.code === "NumpadEnter") && digits.length > 5) {
      finish();
      return true;
    }
    return false;
  };
}
