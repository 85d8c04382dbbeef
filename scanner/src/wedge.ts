/** A scanner that types (USB or Bluetooth wedge), read from the keys' places: a Chinese input method cannot garble it. */

export interface Stroke {
  readonly code: string;
  readonly atMs: number;
}

const BETWEEN_MS = 120;
const DIGITS = 63;

/** Feed every key; `onText` gets the digits when Enter follows or all 63 are there. True when the key was ours.
 *
 * In a field (`inField`) keys belong to whoever types there, until 63 digits have come as fast as no person types.
 */
export function wedge(onText: (text: string) => void): (stroke: Stroke, inField?: boolean) => boolean {
  let digits = "";
  let last = Number.NEGATIVE_INFINITY;
  const finish = (): void => {
    const text = digits;
    digits = "";
    onText(text);
  };
  return (stroke, inField = false) => {
    if (stroke.atMs - last > BETWEEN_MS) digits = "";
    last = stroke.atMs;
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(stroke.code)?.[1];
    if (digit !== undefined) {
      digits += digit;
      const whole = digits.length === DIGITS;
      if (whole) finish();
      return whole || !inField;
    }
    if (!inField && /^(?:Numpad)?Enter$/.test(stroke.code) && digits.length > 5) {
      finish();
      return true;
    }
    return false;
  };
}
