import assert from "node:assert/strict";
import test from "node:test";

import { AWAY_MS, dedup } from "../src/dedup";
import { wedge } from "../src/wedge";

function typed(codes: readonly string[], everyMs: number): { read: string[]; taken: number } {
  const read: string[] = [];
  const feed = wedge((text) => read.push(text));
  const taken = codes.filter((code, n) => feed({ code, atMs: n * everyMs })).length;
  return { read, taken };
}

const keysOf = (digits: string, key = "Digit"): string[] => [...digits].map((digit) => key + digit);
const CODE = "123456789".repeat(7);

test("63 digits are a code at once, with or without Enter after them", () => {
  assert.deepEqual(typed(keysOf(CODE), 5).read, [CODE]);
  assert.deepEqual(typed([...keysOf(CODE), "Enter"], 5).read, [CODE]);
});

test("the number pad types the same digits", () => {
  assert.deepEqual(typed(keysOf(CODE, "Numpad"), 5).read, [CODE]);
});

test("keys are read by their place, whatever an input method makes of them", () => {
  const underBopomofo = keysOf("1234567").concat("Enter");
  assert.deepEqual(typed(underBopomofo, 5).read, ["1234567"]);
});

test("a person who types slowly is no scanner", () => {
  assert.deepEqual(typed([...keysOf("12345678"), "Enter"], 200).read, []);
});

test("Enter alone and after few digits is left to the page", () => {
  assert.equal(typed(["Enter"], 5).taken, 0);
  assert.deepEqual(typed([...keysOf("123"), "Enter"], 5).read, []);
});

test("letters are left to the page", () => {
  assert.equal(typed(["KeyA", "Tab", "Space"], 5).taken, 0);
});

test("in a field keys stay with whoever types there, until a whole code has come too fast for a person", () => {
  const read: string[] = [];
  const feed = wedge((text) => read.push(text));
  const type = (codes: readonly string[], from: number): number =>
    codes.filter((code, n) => feed({ code, atMs: from + n * 5 }, true)).length;
  assert.equal(type([...keysOf("12345678"), "Enter"], 0), 0);
  assert.deepEqual(read, []);
  assert.equal(type(keysOf(CODE), 10_000), 1);
  assert.deepEqual(read, [CODE]);
});

test("of two codes in view now one is read and now the other: each is one scan", () => {
  let now = 0;
  const isNew = dedup(() => now);
  const news: string[] = [];
  for (; now < 5_000; now += 100) {
    const key = (now / 100) % 2 === 0 ? "a" : "b";
    if (isNew(key)) news.push(key);
  }
  assert.deepEqual(news, ["a", "b"]);
});

test("a code that comes back after another was scanned is a scan anew: there is no silence", () => {
  let now = 0;
  const isNew = dedup(() => now);
  assert.equal(isNew("a"), true);
  now = 1_000;
  assert.equal(isNew("b"), true);
  now = 2_000;
  assert.equal(isNew("a"), true);
});

test("a code held before the lens is one scan, and a new one after three seconds away", () => {
  let now = 0;
  const isNew = dedup(() => now);
  assert.equal(isNew("a"), true);
  for (; now < 10_000; now += 100) assert.equal(isNew("a"), false);
  assert.equal(isNew("b"), true);
  now += AWAY_MS + 1;
  assert.equal(isNew("a"), true);
});
