import assert from "node:assert/strict";
import test from "node:test";

import type { Failure, Outcome, Units } from "../src/api";
import { scanApi } from "../src/api";
import type { Told } from "../src/scan";
import { walkIns, type Visitor, type WalkIns } from "../src/walk_in";
import { STATION } from "./world";

const VISITOR: Visitor = { name: "王小明", number: "A123456789", unit: "none" };
const CLOSED = "尚未開啟";
const OFFLINE = "目前離線，無法現場登錄，請先紙本簽到，連線後補登";

interface Door extends WalkIns {
  readonly told: Told[];
  readonly asked: string[];
}

function door(
  answer: Outcome<string>,
  changes: { closed?: boolean; units?: Outcome<Units> } = {},
): Door {
  const told: Told[] = [];
  const asked: string[] = [];
  const standing = walkIns({
    api: {
      walkIn: (_, visitor) => {
        asked.push(visitor.name);
        return Promise.resolve(answer);
      },
      units: () => Promise.resolve(changes.units ?? { value: { units: [], more: false } }),
    },
    onceOpen: (ask) => (changes.closed === true ? Promise.resolve(CLOSED) : ask(STATION)),
    take: (one) => told.push(one),
  });
  return { ...standing, told, asked };
}

test("somebody told by hand becomes an ordinary scan of the reference alone", async () => {
  const at = door({ value: "ref" });
  assert.equal(await at.admit(VISITOR), null);
  assert.deepEqual(at.told, [{ by: "person", learnerRef: "ref" }]);
});

for (const [lacking, visitor, sentence] of [
  ["name", { ...VISITOR, name: " " }, "請輸入姓名"],
  ["number", { ...VISITOR, number: "" }, "請輸入身分證統一編號"],
  ["unit", { ...VISITOR, unit: "" }, "請填服務單位代碼；沒有服務單位者請勾選「一般民眾（無服務單位）」"],
] as const) {
  test(`without a ${lacking} nothing is asked`, async () => {
    const at = door({ value: "ref" });
    assert.equal(await at.admit(visitor), sentence);
    assert.deepEqual([at.asked, at.told], [[], []]);
  });
}

const failures: readonly (readonly [string, Failure, string])[] = [
  ["no network", { failure: "offline" }, OFFLINE],
  ["a number that is none", { failure: "refused", message: "檢查碼不正確" }, "檢查碼不正確"],
  ["a station that pauses", { failure: "later", afterMs: 60_000, message: "請稍候一分鐘" }, "請稍候一分鐘"],
  ["a server without words", { failure: "later", afterMs: 5_000, message: "" }, OFFLINE],
  ["a station without the right", { failure: "ended", message: "沒有此項權限" }, "沒有此項權限"],
];
for (const [what, failure, sentence] of failures) {
  test(`${what}: said in words, and nothing is scanned`, async () => {
    const at = door(failure);
    assert.equal(await at.admit(VISITOR), sentence);
    assert.deepEqual(at.told, []);
  });
}

test("without a station nobody is asked, and it is said why there is none", async () => {
  const at = door({ value: "ref" }, { closed: true });
  assert.equal(await at.admit(VISITOR), CLOSED);
  assert.equal(await at.units("綠水"), CLOSED);
  assert.deepEqual([at.asked, at.told], [[], []]);
});

test("units are looked up by a text, and none found is said", async () => {
  const units = { units: [{ code: "355000000I", name: "綠水縣政府", parent: "" }], more: false };
  const at = door({ value: "ref" }, { units: { value: units } });
  assert.deepEqual(await at.units("綠水"), units);
  assert.equal(await at.units(" "), "請輸入機關名稱或代碼，再按「查詢代碼」");
  assert.match(String(await door({ value: "ref" }).units("無此")), /^查無符合的服務單位/);
});

test("name and number travel in the body, never in the address", async () => {
  const sent: { url: string; body: unknown }[] = [];
  const api = scanApi({
    fetch: (url, init) => {
      sent.push({ url, body: JSON.parse(String(init.body)) });
      return Promise.resolve(new Response(JSON.stringify({ learner_ref: "ref" })));
    },
    base: "/api/scan/v1",
    stationUrl: "",
    rescueUrl: "",
    csrf: "",
    offering: "o1",
  });
  assert.deepEqual(await api.walkIn(STATION, VISITOR), { value: "ref" });
  assert.deepEqual(sent, [{ url: "/api/scan/v1/walk-ins", body: VISITOR }]);
});
