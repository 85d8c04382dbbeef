import assert from "node:assert/strict";
import test from "node:test";

import { reader } from "../src/reader";
import type { Picture, ReadAnswer, ReadRequest } from "../src/reading";

const PICTURE: Picture = { kind: "gray", width: 1, height: 1, data: new ArrayBuffer(1) };

/** A worker as the browser shows it to a page, which answers each request so; null answers never. */
function worker(answer: (request: ReadRequest) => Omit<ReadAnswer, "id" | "ms"> | null): Worker {
  const shown = {
    onmessage: null as ((message: MessageEvent<ReadAnswer>) => void) | null,
    postMessage: (request: ReadRequest) => {
      const told = answer(request);
      const data = { id: request.id, ms: 1, ...told } as ReadAnswer;
      if (told !== null) queueMicrotask(() => shown.onmessage?.({ data } as MessageEvent<ReadAnswer>));
    },
  };
  return shown as unknown as Worker;
}

test("a decoder that fails picture after picture is said to be broken, once, and holds nobody up", async () => {
  const broken: string[] = [];
  const decoder = reader(worker(() => ({ text: null, failed: "no wasm" })), (why) => broken.push(why));
  for (let n = 0; n < 5; n += 1) assert.equal(await decoder.read(PICTURE, "live"), null);
  assert.deepEqual(broken, ["no wasm"]);
});

test("a picture that fails between good ones is no reason to give up", async () => {
  const broken: string[] = [];
  const decoder = reader(
    worker(({ id }) => (id % 2 === 0 ? { text: "1" } : { text: null, failed: "once" })),
    (why) => broken.push(why),
  );
  const read: (string | null)[] = [];
  for (let n = 0; n < 6; n += 1) read.push(await decoder.read(PICTURE, "live"));
  assert.deepEqual([read, broken], [[null, "1", null, "1", null, "1"], []]);
});

test("a worker that does not load answers those who wait", async () => {
  const broken: string[] = [];
  const shown = worker(() => null);
  const decoder = reader(shown, (why) => broken.push(why));
  const waiting = decoder.read(PICTURE, "all");
  shown.onerror?.({ message: "not found" } as ErrorEvent);
  assert.deepEqual([await waiting, await decoder.read(PICTURE, "all"), broken], [null, null, ["not found"]]);
});
