import assert from "node:assert/strict";
import { test } from "node:test";

import { earnedIn, poll, QUICK_FOR_MS, QUICK_MS, SLOW_MS, type Earned, type ProgressDeps } from "../src/live/progress";
import { serverTime } from "../src/live/server_time";

const AWARD: Earned = { activity: "測試活動001 第 1 期", hours: "數位： 0 小時， 實體： 2 小時", at: "2026-11-24T09:30:00+08:00" };

/** A browser whose clock moves only when a timer is let go. */
function browser(answers: (asked: number) => Response | Error) {
  let clock = 1_000_000;
  let timer: { act: () => void; at: number; id: number } | null = null;
  let ids = 0;
  let visible = true;
  const requests: { at: number; tag: string | null }[] = [];
  const shown: (readonly Earned[])[] = [];
  const reached: boolean[] = [];
  const deps: ProgressDeps = {
    fetch: (_url, init) => {
      const headers = new Headers(init?.headers);
      requests.push({ at: clock, tag: headers.get("If-None-Match") });
      const answer = answers(requests.length);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    deviceNow: () => clock,
    time: serverTime(() => clock, 0),
    isVisible: () => visible,
    later: (act, ms) => {
      ids += 1;
      timer = { act, at: clock + ms, id: ids };
      return ids;
    },
    cancel: (id) => {
      if (timer?.id === id) timer = null;
    },
    show: (earned) => shown.push(earned),
    reachable: (yes) => reached.push(yes),
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    deps,
    requests,
    shown,
    reached,
    settle,
    show: (yes: boolean) => (visible = yes),
    hasTimer: () => timer !== null,
    next: async () => {
      const due = timer;
      assert.ok(due !== null, "no timer is set");
      timer = null;
      clock = due.at;
      due.act();
      await settle();
    },
  };
}

const unchanged = () => new Response(null, { status: 304 });

test("a visible page asks every 2 s for three minutes, then every 15 s", async () => {
  const page = browser(unchanged);
  poll("/p", page.deps).wake();
  await page.settle();
  for (let index = 0; index < 100; index += 1) await page.next();
  const gaps = page.requests.slice(1).map((request, index) => request.at - (page.requests[index]?.at ?? 0));
  assert.equal(gaps.filter((gap) => gap === QUICK_MS).length, QUICK_FOR_MS / QUICK_MS);
  assert.deepEqual([...new Set(gaps.slice(QUICK_FOR_MS / QUICK_MS))], [SLOW_MS]);
});

test("a hidden page asks nothing and sets no timer until it is seen again", async () => {
  const page = browser(unchanged);
  const polling = poll("/p", page.deps);
  polling.wake();
  await page.settle();
  page.show(false);
  await page.next();
  assert.equal(page.requests.length, 1);
  assert.equal(page.hasTimer(), false);
  page.show(true);
  polling.wake();
  await page.settle();
  assert.equal(page.requests.length, 2);
});

test("an award is shown, and its tag is sent with the next question", async () => {
  const page = browser((asked) =>
    asked === 1 ? Response.json({ awards: [AWARD] }, { headers: { ETag: '"7.1"' } }) : unchanged(),
  );
  poll("/p", page.deps).wake();
  await page.settle();
  await page.next();
  assert.deepEqual(page.shown, [[AWARD]]);
  assert.deepEqual(
    page.requests.map((request) => request.tag),
    [null, '"7.1"'],
  );
});

test("a lost network is told and asked again", async () => {
  const page = browser((asked) => (asked === 1 ? new TypeError("offline") : unchanged()));
  poll("/p", page.deps).wake();
  await page.settle();
  await page.next();
  assert.deepEqual(page.reached, [false, true]);
});

for (const [name, answer] of [
  ["nothing", null],
  ["a text", "awards"],
  ["no list", { awards: 7 }],
  ["an award without hours", { awards: [{ activity: "x", at: "y" }] }],
] as const) {
  test(`an answer with ${name} shows no award`, () => {
    assert.deepEqual(earnedIn(answer), []);
  });
}
