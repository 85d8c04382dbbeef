import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { judge, type GateFacts } from "../src/verdict";

interface Case {
  readonly id: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly phone: { readonly verdict: string; readonly reason?: string };
}

const table = JSON.parse(readFileSync("../contract/verdict_cases.json", "utf-8")) as {
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly cases: readonly Case[];
};

/** What a phone can know of a case: it has no keys and no rows, so a bad MAC or a missing row looks like ours. */
function factsOf(one: Case): GateFacts {
  const told = { ...table.defaults, ...one.facts };
  const code = told["code"];
  return {
    code: code === "foreign" || code === "unknown_kid" ? code : "ours",
    type: told["type"] as GateFacts["type"],
    slotDistance: told["slot_distance"] as number,
    daysLeft: told["days_left"] as number,
    policy: told["policy"] as GateFacts["policy"],
    clockIsGood: told["clock"] !== "low",
    onVoidList: told["on_void_list"] as boolean,
    seenHere: told["seen_here"] as boolean,
  };
}

for (const one of table.cases) {
  test(`at the gate: ${one.id}`, () => {
    assert.deepEqual(judge(factsOf(one)), one.phone);
  });
}

test("no case gives a phone the right to award", () => {
  assert.ok(table.cases.length >= 50);
  assert.deepEqual(new Set(table.cases.map((one) => one.phone.verdict)), new Set(["pending", "refused"]));
});
