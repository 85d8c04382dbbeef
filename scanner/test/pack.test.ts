import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";

import type { Api, Outcome } from "../src/api";
import { carrying } from "../src/carrying";
import { knowledge, NOTHING, type Known } from "../src/knowledge";
import { holdsNumber, readNumbers, readPack } from "../src/pack";
import { MOST_DELTAS, openPacks, type PackStore } from "../src/pack_store";
import { checks } from "../src/preflight";
import { keepShell, ownFiles } from "../src/shell";
import { STATION } from "./world";

interface Case extends Known {
  readonly code: string;
}
interface Contract {
  readonly full: string;
  readonly delta: string;
  readonly after_full: readonly Case[];
  readonly after_delta: readonly Case[];
}

const contract = JSON.parse(readFileSync(path.join("..", "contract", "pack.json"), "utf8")) as Contract;
const bytes = (base64: string): ArrayBuffer => Uint8Array.from(Buffer.from(base64, "base64")).buffer;
const FULL = bytes(contract.full);
const DELTA = bytes(contract.delta);

test("a phone reads in a pack what the server wrote", async () => {
  const known = knowledge();
  assert.deepEqual(await known.of("01".repeat(10)), NOTHING);
  known.take(readPack(FULL));
  for (const { code, ...told } of contract.after_full) assert.deepEqual(await known.of(code), told, code);
  assert.deepEqual(known.facts(), { madeAt: "2026-11-24T01:30:00+00:00", roster: 2, voids: 2 });
  known.take(readPack(DELTA));
  for (const { code, ...told } of contract.after_delta) assert.deepEqual(await known.of(code), told, code);
  assert.equal(known.cursor(), "1764000060000.1.abc");
});

test("taking the same delta twice changes nothing, and a whole pack begins anew", async () => {
  const known = knowledge();
  for (const pack of [FULL, DELTA, DELTA]) known.take(readPack(pack));
  assert.equal(known.facts()?.voids, 3);
  known.take(readPack(FULL));
  for (const { code, ...told } of contract.after_full) assert.deepEqual(await known.of(code), told, code);
});

test("numbers below 2^40 are read exactly and found", () => {
  const largest = 2 ** 40 - 1;
  const varint: number[] = [];
  for (let rest = largest; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      varint.push(rest);
      break;
    }
    varint.push((rest % 128) | 0x80);
  }
  const numbers = readNumbers(new Uint8Array([5, 3, 0x80, 1, ...varint]));
  assert.deepEqual([...numbers], [5, 8, 136, 136 + largest]);
  for (const one of numbers) assert.ok(holdsNumber(numbers, one));
  for (const one of [0, 6, 135, 137, largest]) assert.ok(!holdsNumber(numbers, one));
  assert.ok(!holdsNumber(new Float64Array(), 1));
});

test("an answer that is no pack is refused", () => {
  assert.throws(() => readPack(new ArrayBuffer(0)));
  assert.throws(() => readPack(new TextEncoder().encode("<!doctype html><title>login</title>").buffer));
});

function memory(): PackStore & { readonly kept: Map<string, readonly ArrayBuffer[]> } {
  const kept = new Map<string, readonly ArrayBuffer[]>();
  return {
    kept,
    load: (offering) => Promise.resolve(kept.get(offering) ?? []),
    keep: (offering, answer, full) => {
      kept.set(offering, full ? [answer] : [...(kept.get(offering) ?? []), answer]);
      return Promise.resolve();
    },
    keepOnly: () => Promise.resolve(),
    forget: (offering) => {
      kept.delete(offering);
      return Promise.resolve();
    },
  };
}

function server(answers: readonly Outcome<ArrayBuffer>[]): { api: Pick<Api, "pack">; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    api: {
      pack: (_, cursor) => {
        const answer = answers[Math.min(asked.length, answers.length - 1)];
        asked.push(cursor);
        assert.ok(answer !== undefined);
        return Promise.resolve(answer);
      },
    },
  };
}

test("what was carried before is there without a network, and deltas are asked for by cursor", async () => {
  const store = memory();
  const first = server([{ value: FULL }, { value: DELTA }, { failure: "offline" }]);
  const before = carrying({ api: first.api, store, known: knowledge(), offering: "o1", onChange: () => undefined });
  assert.deepEqual([await before.refresh(STATION), await before.refresh(STATION), await before.refresh(STATION)], [true, true, false]);
  assert.deepEqual(first.asked, ["", "1764000000000.1.abc", "1764000060000.1.abc"]);
  const known = knowledge();
  await carrying({ api: first.api, store, known, offering: "o1", onChange: () => undefined }).load();
  for (const { code, ...told } of contract.after_delta) assert.deepEqual(await known.of(code), told, code);
});

test("after many deltas the whole pack is asked for again", async () => {
  const store = memory();
  const one = server([{ value: FULL }, { value: DELTA }]);
  const carried = carrying({ api: one.api, store, known: knowledge(), offering: "o1", onChange: () => undefined });
  for (let n = 0; n < MOST_DELTAS + 2; n += 1) await carried.refresh(STATION);
  assert.equal(one.asked.at(-1), "");
});

test("a station that has ended leaves no pack behind", async () => {
  const store = memory();
  const one = server([{ value: FULL }, { failure: "ended", message: "" }]);
  const carried = carrying({ api: one.api, store, known: knowledge(), offering: "o1", onChange: () => undefined });
  await carried.refresh(STATION);
  assert.equal(store.kept.size, 1);
  await carried.refresh(STATION);
  assert.equal(store.kept.size, 0);
});

test("packs are kept by offering, whole ones replace", async () => {
  const store = await openPacks("packs-of-a-test");
  await store.keep("a", FULL, true);
  await store.keep("a", DELTA, false);
  await store.keep("b", FULL, true);
  assert.deepEqual([(await store.load("a")).length, (await store.load("b")).length, (await store.load("c")).length], [2, 1, 0]);
  await store.keep("a", FULL, true);
  await store.forget("b");
  assert.deepEqual([(await store.load("a")).length, (await store.load("b")).length], [1, 0]);
});

test("the panel says what is ready and what is not", () => {
  const pack = { madeAt: "2026-11-24T00:41:00Z", roster: 212, voids: 10_000 };
  const now = Date.parse("2026-11-24T01:30:00Z");
  const told = checks({ pack, shell: true, freeBytes: 1e9, offset: 340 }, now);
  assert.deepEqual(told.map((one) => one.words), ["名單 212", "作廢清單 08:41", "離線開啟", "儲存空間", "時間差 +0.3 秒"]);
  assert.ok(told.every((one) => one.good));
  const bare = checks({ pack: null, shell: false, freeBytes: 5, offset: -200_000 }, now);
  assert.ok(bare.every((one) => !one.good));
  assert.equal(checks({ pack: null, shell: true, freeBytes: null, offset: null }, now).at(-1)?.words, "時間差 未知");
});

test("a list of yesterday is no list for today", () => {
  const pack = { madeAt: "2026-11-24T00:41:00Z", roster: 212, voids: 10_000 };
  const told = checks({ pack, shell: true, freeBytes: 1e9, offset: 0 }, Date.parse("2026-11-25T00:41:00Z"));
  assert.deepEqual(told.filter((one) => !one.good).map((one) => one.words), ["作廢清單 08:41（超過 12 小時）"]);
});

test("a login page is never kept in place of the scanner", async () => {
  const kept: string[] = [];
  const cache = { put: (url: string) => Promise.resolve(void kept.push(url)) } as unknown as Cache;
  const caches = { open: () => Promise.resolve(cache) };
  const page = (headers: Record<string, string>) => (): Promise<Response> =>
    Promise.resolve(new Response("x", { headers }));
  const shell = { caches, page: "/scanner/1/", files: ["/static/a.js"] };
  assert.equal(await keepShell({ ...shell, fetch: page({}) }), false);
  assert.deepEqual(kept, []);
  assert.equal(await keepShell({ ...shell, fetch: page({ "X-Hefa-Shell": "scanner" }) }), true);
  assert.deepEqual(kept, ["/scanner/1/", "/static/a.js"]);
});

test("only files of this site are kept", () => {
  const loaded = ["https://a/static/x.js", "https://b/static/y.js", "https://a/api/z", "https://a/static/x.js"];
  assert.deepEqual(ownFiles(loaded, "https://a", ["/static/w.wasm"]), ["https://a/static/x.js", "https://a/static/w.wasm"]);
});
