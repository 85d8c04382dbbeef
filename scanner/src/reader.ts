/** The page's side of the decoder: one picture at a time, newest first. */

import type { Effort, Picture, ReadAnswer, ReadRequest } from "./reading";

export interface Reader {
  /** The code in this picture; null where there is none, and always once the decoder is of no use. */
  readonly read: (picture: Picture, effort: Effort) => Promise<string | null>;
}

const MOST_FAILURES = 3;

/** `broken` is told once, when the decoder cannot be loaded or fails picture after picture. */
export function reader(worker: Worker, broken: (why: string) => void): Reader {
  const waiting = new Map<number, (text: string | null) => void>();
  let ids = 0;
  let failures = 0;
  const fail = (why: string): void => {
    failures = MOST_FAILURES;
    broken(why);
    for (const answer of waiting.values()) answer(null);
    waiting.clear();
  };
  worker.onmessage = ({ data }: MessageEvent<ReadAnswer>) => {
    waiting.get(data.id)?.(data.text);
    waiting.delete(data.id);
    failures = data.failed === undefined ? 0 : failures + 1;
    if (failures === MOST_FAILURES) fail(data.failed ?? "");
  };
  worker.onerror = (event) => {
    fail(event.message);
  };
  return {
    read: (picture, effort) =>
      new Promise((resolve) => {
        if (failures >= MOST_FAILURES) {
          resolve(null);
          return;
        }
        ids += 1;
        waiting.set(ids, resolve);
        const request: ReadRequest = { id: ids, picture, effort };
        worker.postMessage(request, [picture.data]);
      }),
  };
}
