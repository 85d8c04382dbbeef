/** The code in a picture file. */

import { pictureOf } from "./frames";
import type { Reader } from "./reader";

/** First with this phone's own decoder and all its passes; a picture that it cannot open goes to the server. */
export async function textOf(file: File, decoder: Reader, ask: () => Promise<string | null>): Promise<string | null> {
  const picture = await pictureOf(file);
  const text = picture === null ? null : await decoder.read(picture, "all");
  return text ?? (await ask());
}
