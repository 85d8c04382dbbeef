import assert from "node:assert/strict";
import { test } from "node:test";

import { decimal, header, isOver, liveText, nextSlotAt, slotOf } from "../src/live/token";

const FACTS = { kid: 3, codeId: "00112233445566778899", lastDay: 2519 };

test("the header holds type, kid, code, last day and slot in 18 bytes", () => {
  assert.equal(
    Buffer.from(header(FACTS, 0x01020304)).toString("hex"),
    "21" + "03" + "00112233445566778899" + "09d7" + "01020304",
  );
});

test("slots count 30 seconds from the start of 2020 in UTC", () => {
  assert.equal(slotOf(Date.UTC(2020, 0, 1)), 0);
  assert.equal(slotOf(Date.UTC(2020, 0, 1, 0, 0, 29, 999)), 0);
  assert.equal(slotOf(Date.UTC(2020, 0, 1, 0, 0, 30)), 1);
  assert.equal(nextSlotAt(Date.UTC(2020, 0, 1, 0, 0, 30)), Date.UTC(2020, 0, 1, 0, 1));
});

test("a code works until midnight in Taipei of its last day", () => {
  const lastDay = 2519; // 2026-11-24
  assert.equal(isOver(lastDay, Date.UTC(2026, 10, 24, 15, 59, 59)), false);
  assert.equal(isOver(lastDay, Date.UTC(2026, 10, 24, 16, 0, 0)), true);
});

test("long division writes the same digits as BigInt for 2,000 numbers of 26 bytes", () => {
  let seed = 20_200_101;
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % 256;
  for (let round = 0; round < 2_000; round += 1) {
    const bytes = Uint8Array.from({ length: 26 }, () => random());
    if (round % 5 === 0) bytes.fill(0, 0, round % 26);
    const expected = BigInt("0x" + Buffer.from(bytes).toString("hex")).toString().padStart(63, "0");
    assert.equal(decimal(bytes), expected);
  }
});

test("the largest number of 26 bytes fits 63 digits", () => {
  assert.equal(decimal(new Uint8Array(26).fill(255)).length, 63);
});

test("a text is 63 digits and ends with the first eight bytes of the MAC", async () => {
  const mac = Uint8Array.from({ length: 32 }, (_, index) => index + 1);
  const text = await liveText(FACTS, 77, () => Promise.resolve(mac));
  assert.match(text, /^\d{63}$/);
  const bytes = BigInt(text).toString(16).padStart(52, "0");
  assert.equal(bytes.slice(-16), "0102030405060708");
});
