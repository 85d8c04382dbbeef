import assert from "node:assert/strict";
import test from "node:test";

import { syncing } from "../src/sync";
import { tabs } from "../src/tabs";
import type { Item, Result } from "../src/item";
import { answer, awarded, freshOutbox, item, STATION, timers } from "./world";

/** What browsers call the lock manager, as far as one name goes. */
function locks(): Pick<LockManager, "request"> {
  let held: Promise<unknown> = Promise.resolve();
  const request = (_: string, options: LockOptions, act: () => Promise<void>): Promise<void> => {
    const mine = held.then(() => {
      options.signal?.throwIfAborted();
      return act();
    });
    held = mine.catch(() => undefined);
    return mine;
  };
  return { request: request as unknown as LockManager["request"] };
}

test("two tabs that send at once tell each scan once", async () => {
  const outbox = await freshOutbox();
  for (const id of ["1", "2", "3"]) await outbox.add(STATION, item(id));
  const told: string[] = [];
  const browser = locks();
  const tab = (): ReturnType<typeof syncing> =>
    syncing({
      api: {
        scans: (_, envelope) => {
          told.push(...envelope.items.map((one: Item) => one.scan_id));
          return Promise.resolve(answer(envelope.items.map((one) => awarded(one.scan_id))));
        },
      },
      outbox,
      boot: "b",
      nowDev: () => new Date("2026-11-24T01:30:00Z"),
      nowMono: () => 0,
      random: () => 0,
      later: timers().later,
      onAnswer: () => undefined,
      onFailure: () => undefined,
      inTurn: tabs(browser, null, () => undefined).inTurn,
      onUnsent: () => undefined,
    });
  await Promise.all([tab().kick(), tab().kick()]);
  assert.deepEqual(told, ["1", "2", "3"]);
});

test("a tab that was put to sleep with its turn is not waited for", async () => {
  const asleep: Pick<LockManager, "request"> = {
    request: ((_: string, options: LockOptions) =>
      new Promise((_resolve, reject) => {
        options.signal?.addEventListener("abort", () => {
          reject(new Error("not in time"));
        });
      })) as unknown as LockManager["request"],
  };
  let done = 0;
  await tabs(asleep, null, () => undefined, 1).inTurn(async () => {
    done += 1;
    await Promise.resolve();
  });
  assert.equal(done, 1);
});

test("what goes wrong in a turn is not done twice", async () => {
  let done = 0;
  const failing = tabs(locks(), null, () => undefined).inTurn(() => {
    done += 1;
    return Promise.reject(new Error("broken"));
  });
  await assert.rejects(failing, /broken/);
  assert.equal(done, 1);
});

test("a browser without locks sends all the same", async () => {
  let done = 0;
  await tabs(undefined, null, () => undefined).inTurn(async () => {
    done += 1;
    await Promise.resolve();
  });
  assert.equal(done, 1);
});

test("the other tab hears the verdict of the scan that waits on its card", async () => {
  const [one, other] = [new BroadcastChannel("test"), new BroadcastChannel("test")];
  const heard = new Promise<readonly Result[]>((resolve) => {
    tabs(undefined, one, resolve);
  });
  tabs(undefined, other, () => undefined).tell([awarded("1")]);
  assert.deepEqual(await heard, [awarded("1")]);
  one.close();
  other.close();
});
