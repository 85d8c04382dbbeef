/** The decoder, in a worker of its own: pictures in, codes out. Its WebAssembly comes from this site alone. */

import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

import { centreOf } from "./centre";
import { passesOf, rgbaOf } from "./passes";
import type { ReadAnswer, ReadRequest } from "./reading";

const beside = new URL("zxing_reader.wasm", self.location.href).href;
const ready = prepareZXingModule({ overrides: { locateFile: () => beside }, fireImmediately: true });

self.onmessage = (message: MessageEvent<ReadRequest>): void => {
  const began = performance.now();
  const { id } = message.data;
  const answer = (text: string | null, failed?: string): void => {
    const told: ReadAnswer = { id, text, ms: performance.now() - began, ...(failed === undefined ? {} : { failed }) };
    self.postMessage(told);
  };
  read(message.data).then(answer, (error: unknown) => {
    answer(null, String(error));
  });
};

async function read(request: ReadRequest): Promise<string | null> {
  await ready;
  const original = rgbaOf(request.picture);
  for (const pass of passesOf(request.effort)) {
    const picture = pass.picture(original);
    if (picture === null) continue;
    const codes = await readBarcodes(picture as unknown as ImageData, pass.options);
    const text = centreOf(codes.filter((code) => code.isValid), picture);
    if (text !== null) return text;
  }
  return null;
}
