import assert from "node:assert/strict";
import { test } from "node:test";

import encodeQR from "qr";
import decodeQR from "qr/decode.js";

import { keyOf, signer, type KeyDeps } from "../src/live/key_fetch";
import type { KeyStore, StoredKey } from "../src/live/key_store";
import { liveCode } from "../src/live/live_code";
import { modulesPath } from "../src/live/picture";
import { serverTime } from "../src/live/server_time";
import { liveText, slotOf } from "../src/live/token";
import { clockWords } from "../src/live/typed";

const SIDE = 33;
const START = Date.UTC(2026, 10, 24, 1, 30, 0);

/** Paint a path of `M x y h n v1 h-n z` runs, as a browser would. */
function paint(path: string): boolean[][] {
  const rows = Array.from({ length: SIDE }, () => Array.from({ length: SIDE }, () => false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    const row = rows[Number(y)];
    assert.ok(row !== undefined, "a run outside the picture");
    for (let dark = 0; dark < Number(width); dark += 1) row[Number(x) + dark] = true;
  }
  return rows;
}

function read(path: string): string {
  const scale = 8;
  const rows = paint(path);
  const data = new Uint8Array(SIDE * scale * SIDE * scale * 4).fill(255);
  for (let y = 0; y < SIDE * scale; y += 1) {
    for (let x = 0; x < SIDE * scale; x += 1) {
      const dark = rows[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true;
      if (dark) data.fill(0, (y * SIDE * scale + x) * 4, (y * SIDE * scale + x) * 4 + 3);
    }
  }
  return decodeQR({ width: SIDE * scale, height: SIDE * scale, data });
}

async function storedKey(lastDay = 2519): Promise<StoredKey> {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(32).fill(9), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return { code: "c", key, kid: 1, codeId: "00112233445566778899", lastDay, offset: 0 };
}

test("the picture covers exactly the modules of the code, with four white ones around", () => {
  const digits = "7".repeat(63);
  const expected = encodeQR(digits, "raw", { ecc: "medium", encoding: "numeric", version: 2, border: 4 });
  assert.deepEqual(paint(modulesPath(digits)), expected);
});

test("what is drawn reads back as the 63 digits", () => {
  const digits = "012345678".repeat(7);
  assert.equal(read(modulesPath(digits)), digits);
});

/** A device without a network: only its clock and its timers. */
function device(start: number) {
  let clock = start;
  let timer: { act: () => void; at: number } | null = null;
  const drawn: string[] = [];
  const left: number[] = [];
  /** Signing happens on another thread: wait until the page has set its next timer, or has had ample time to. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 400 && timer === null; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return {
    drawn,
    left,
    sleepUntil: (ms: number) => (clock = ms),
    deps: {
      time: serverTime(() => clock, 0),
      later: (act: () => void, ms: number) => {
        timer = { act, at: clock + ms };
        return 1;
      },
      cancel: () => (timer = null),
      draw: (path: string) => drawn.push(path),
      showLeft: (seconds: number) => left.push(seconds),
    },
    hasTimer: () => timer !== null,
    runUntil: async (end: number) => {
      while (clock < end && timer !== null) {
        const due: { act: () => void; at: number } = timer;
        timer = null;
        clock = due.at;
        due.act();
        await settle();
      }
    },
    settle,
  };
}

test("two minutes without a network draw five codes, each the right one for its slot", async () => {
  const stored = await storedKey();
  const sign = signer(stored.key, crypto.subtle);
  const phone = device(START);
  liveCode(stored, sign, phone.deps);
  await phone.settle();
  await phone.runUntil(START + 120_100);
  const expected = [0, 1, 2, 3, 4].map((slot) => liveText(stored, slotOf(START) + slot, sign));
  assert.deepEqual(phone.drawn.map(read), await Promise.all(expected));
  assert.deepEqual(phone.left.slice(0, 3), [30, 29, 28]);
});

test("a page that slept draws the code of now at once", async () => {
  const stored = await storedKey();
  const sign = signer(stored.key, crypto.subtle);
  const phone = device(START);
  const live = liveCode(stored, sign, phone.deps);
  await phone.settle();
  phone.sleepUntil(START + 600_000);
  live.refresh();
  await phone.settle();
  assert.equal(read(phone.drawn.at(-1) ?? ""), await liveText(stored, slotOf(START) + 20, sign));
});

test("after its last day a code is drawn no more", async () => {
  const stored = await storedKey(2518);
  const phone = device(START);
  liveCode(stored, signer(stored.key, crypto.subtle), phone.deps);
  await phone.settle();
  assert.deepEqual(phone.drawn, []);
  assert.equal(phone.hasTimer(), false);
});

function memoryStore(): KeyStore & { readonly kept: Map<string, StoredKey> } {
  const kept = new Map<string, StoredKey>();
  return {
    kept,
    get: (code) => Promise.resolve(kept.get(code) ?? null),
    put: (entry) => Promise.resolve(void kept.set(entry.code, entry)),
    remove: (code) => Promise.resolve(void kept.delete(code)),
  };
}

function keyDeps(answer: () => Response | Error): { deps: KeyDeps; asked: () => number; store: ReturnType<typeof memoryStore> } {
  let asked = 0;
  const store = memoryStore();
  const deps: KeyDeps = {
    fetch: () => {
      asked += 1;
      const given = answer();
      return given instanceof Error ? Promise.reject(given) : Promise.resolve(given);
    },
    subtle: crypto.subtle,
    store,
    time: serverTime(() => START, 0),
    deviceNow: () => START,
  };
  return { deps, asked: () => asked, store };
}

const GOOD = {
  key: Buffer.alloc(32, 9).toString("base64"),
  kid: 1,
  code_id: "00112233445566778899",
  last_day: 2519,
  server_time: new Date(START + 5_000).toISOString(),
};

test("the key comes once, cannot be read back, and brings the server's time", async () => {
  const { deps, asked, store } = keyDeps(() => Response.json(GOOD));
  const first = await keyOf("c", "/k", "csrf", deps);
  const second = await keyOf("c", "/k", "csrf", deps);
  assert.equal(asked(), 1);
  assert.equal(first?.key.extractable, false);
  assert.equal(second, store.kept.get("c"));
  assert.equal(deps.time.now(), START + 5_000);
});

for (const [name, answer] of [
  ["no network", () => new TypeError("offline")],
  ["404", () => new Response("", { status: 404 })],
  ["a page in place of JSON", () => new Response("<html>")],
  ["a code id of another length", () => Response.json({ ...GOOD, code_id: "00" })],
] as const) {
  test(`without a key the fixed code stays: ${name}`, async () => {
    const { deps, store } = keyDeps(answer);
    assert.equal(await keyOf("c", "/k", "csrf", deps), null);
    assert.equal(store.kept.size, 0);
  });
}

test("a whole-second Date header moves the clock only when it clearly disagrees", () => {
  const time = serverTime(() => START, 0);
  time.learnFromHeader(new Date(START + 2_000).toUTCString(), START);
  assert.equal(time.offset(), 0);
  time.learnFromHeader(new Date(START + 60_000).toUTCString(), START);
  assert.equal(time.offset(), 60_500);
  time.learnFromHeader(null, START);
  time.learnFromHeader("no date", START);
  assert.equal(time.offset(), 60_500);
});

test("the countdown is written in minutes and seconds", () => {
  assert.deepEqual([300, 247.2, 9, 0, -3].map(clockWords), ["5:00", "4:08", "0:09", "0:00", "0:00"]);
});
