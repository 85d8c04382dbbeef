/** The decoder, in a worker of its own: pictures in, codes out. Its WebAssembly comes from this site alone. */

import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

import { passesOf, rgbaOf, type Rgba } from "./passes";
import type { Found, ReadAnswer, ReadRequest } from "./reading";

const beside = new URL("zxing_reader.wasm", self.location.href).href;
const ready = prepareZXingModule({ overrides: { locateFile: () => beside }, fireImmediately: true });

self.onmessage = (message: MessageEvent<ReadRequest>): void => {
  const began = performance.now();
  const { id } = message.data;
  const answer = (found: readonly Found[], failed?: string): void => {
    const told: ReadAnswer = { id, found, ms: performance.now() - began, ...(failed === undefined ? {} : { failed }) };
    self.postMessage(told);
  };
  read(message.data).then(answer, (error: unknown) => {
    answer([], String(error));
  });
};

async function read(request: ReadRequest): Promise<readonly Found[]> {
  await ready;
  const original = rgbaOf(request.picture);
  for (const pass of passesOf(request.effort)) {
    const picture = pass.picture(original);
    if (picture === null) continue;
    const found = await look(picture, pass.options);
    if (found.length > 0) return found;
  }
  return [];
}

async function look(picture: Rgba, options: Parameters<typeof readBarcodes>[1]): Promise<readonly Found[]> {
  const codes = await readBarcodes(picture as unknown as ImageData, options);
  return codes
    .filter((code) => code.isValid)
    .map((code) => {
      const { topLeft, bottomRight, topRight, bottomLeft } = code.position;
      return {
        text: code.text,
        x: (topLeft.x + bottomRight.x + topRight.x + bottomLeft.x) / 4 / picture.width,
        y: (topLeft.y + bottomRight.y + topRight.y + bottomLeft.y) / 4 / picture.height,
      };
    });
}
