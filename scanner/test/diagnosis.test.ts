import assert from "node:assert/strict";
import test from "node:test";

import { diagnosis, type Phone } from "../src/diagnosis";
import { troubles } from "../src/troubles";

const NOW = new Date("2026-11-24T01:30:00Z");
const BARE: Phone = {
  boot: "0f3c9a21-0000-4000-8000-000000000000",
  now: NOW,
  camera: null,
  storage: null,
  pack: null,
  offset: null,
  reachable: false,
  unsent: [0, 0],
  troubles: [],
};

test("a phone tells of itself", () => {
  const told = diagnosis({
    ...BARE,
    camera: { label: "Back Camera", size: "1920x1080", engine: "VideoFrame", rate: 7.53 },
    storage: { usage: 1_500_000, quota: 2e9 },
    pack: { madeAt: "2026-11-24T01:18:00Z", roster: 212, voids: 9 },
    offset: -340,
    reachable: true,
    unsent: [3, 1],
    troubles: ["01:29:00 camera taken"],
  });
  assert.deepEqual(told, {
    reference: "0F3C9A21",
    at: "2026-11-24T01:30:00.000Z",
    camera: "Back Camera 1920x1080 VideoFrame 7.5/s",
    storage: "1.5 / 2000.0 MB",
    pack: "212 / 9 / 12 min",
    clock: "-0.3 s",
    network: "online",
    unsent: "3 / 1",
    troubles: "01:29:00 camera taken",
  });
});

test("a phone that knows nothing says nothing, and does not fail", () => {
  const { reference, at, network, unsent, ...rest } = diagnosis(BARE);
  assert.deepEqual([reference, at, network, unsent], ["0F3C9A21", NOW.toISOString(), "offline", "0 / 0"]);
  assert.ok(Object.values(rest).every((words) => words === ""));
});

test("of what went wrong the last five are kept, without a code or a number of a person", () => {
  const wrong = troubles(() => NOW);
  for (let n = 0; n < 7; n += 1) wrong.note(new Error(`no ${n}`));
  wrong.note(`cannot read ${"7".repeat(63)} of A200000011`);
  assert.equal(wrong.last().length, 5);
  assert.deepEqual(wrong.last().slice(0, 2), ["01:30:00 cannot read … of A…", "01:30:00 Error: no 6"]);
  wrong.note("x".repeat(500));
  assert.equal(wrong.last()[0]?.length, "01:30:00 ".length + 120);
});
