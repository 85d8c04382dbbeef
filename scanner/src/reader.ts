/** The page's side of the decoder: one picture at a time, newest first. */

import type { Effort, Found, Picture, ReadAnswer, ReadRequest } from "./reading";

export interface Reader {
  readonly read: (picture: Picture, effort: Effort) => Promise<readonly Found[]>;
}

export function reader(worker: Worker): Reader {
  const waiting = new Map<number, (found: readonly Found[]) => void>();
  let ids = 0;
  worker.onmessage = (message: MessageEvent<ReadAnswer>) => {
    waiting.get(message.data.id)?.(message.data.found);
    waiting.delete(message.data.id);
  };
  worker.onerror = () => {
    for (const answer of waiting.values()) answer([]);
    waiting.clear();
  };
  return {
    read: (picture, effort) =>
      new Promise((resolve) => {
        ids += 1;
        waiting.set(ids, resolve);
        const request: ReadRequest = { id: ids, picture, effort };
        worker.postMessage(request, [picture.data]);
      }),
  };
}

/** Of several codes in view, the one nearest the centre. */
export function centreOf(found: readonly Found[]): Found | null {
  const distance = (one: Found): number => (one.x - 0.5) ** 2 + (one.y - 0.5) ** 2;
  return found.reduce<Found | null>((best, one) => (best === null || distance(one) < distance(best) ? one : best), null);
}
