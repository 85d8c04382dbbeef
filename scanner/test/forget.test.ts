import assert from "node:assert/strict";
import test from "node:test";

import type { Outcome } from "../src/api";
import { forgetOwn } from "../src/forget";
import type { Outbox, Parcel } from "../src/outbox";
import { openPacks } from "../src/pack_store";
import { bytesOf } from "../src/bytes";
import { openRescued, type RescuedStore } from "../src/rescued";
import { rescuing, type Rescuing } from "../src/rescuing";
import { freshOutbox, item, STATION } from "./world";

const NOW = Date.parse("2026-11-24T02:00:00Z");
const LENT = { ...STATION, station: "s2", offering: "o2", lent: true } as const;
const ENDED = { ...LENT, station: "s3", offering: "o3", valid_until: "2026-11-24T01:00:00Z" };
/** A station's secret is not in its file here, so that a test reads what was sealed. */
const plain = ({ station, items }: Parcel): Promise<ArrayBuffer> =>
  Promise.resolve(new TextEncoder().encode([station.station, ...items.map((one) => one.scan_id)].join(" ")).buffer);

let stores = 0;

interface Phone {
  readonly outbox: Outbox;
  readonly rescued: RescuedStore;
  readonly logOut: (seal?: (parcel: Parcel) => Promise<ArrayBuffer>) => Promise<number>;
  readonly packs: () => Promise<readonly string[]>;
  readonly gateStays: boolean[];
}

async function phone(): Promise<Phone> {
  stores += 1;
  const outbox = await freshOutbox();
  const packs = await openPacks(`packs-${stores}`);
  const rescued = await openRescued(`rescued-${stores}`);
  for (const offering of ["o1", "o2", "o3"]) await packs.keep(offering, new ArrayBuffer(1), true);
  const gateStays: boolean[] = [];
  let ids = 0;
  return {
    outbox,
    rescued,
    gateStays,
    logOut: (seal = plain) =>
      forgetOwn({
        outbox,
        packs,
        rescued,
        seal,
        dropShell: (stays) => Promise.resolve(void gateStays.push(stays)),
        newId: () => `${stores}-${(ids += 1)}`,
        nowMs: NOW,
      }),
    packs: async () => {
      const held = await Promise.all(["o1", "o2", "o3"].map(async (of) => ((await packs.load(of)).length > 0 ? of : "")));
      return held.filter(Boolean);
    },
  };
}

const read = async (rescued: RescuedStore): Promise<readonly string[]> =>
  (await rescued.all()).map((file) => new TextDecoder().decode(file.sealed)).sort();

test("a logout ends what is the officer's own and keeps each scan, sealed", async () => {
  const held = await phone();
  await held.outbox.add(STATION, item("1"));
  await held.outbox.add(STATION, item("2", { seq: 2 }));
  await held.outbox.putAside("2", "掃描資料格式不正確");
  assert.equal(await held.logOut(), 2);
  assert.deepEqual(await read(held.rescued), ["s1 1 2"]);
  assert.deepEqual(await held.outbox.count(), { waiting: 0, aside: 0 });
  assert.deepEqual(await held.outbox.stations(), []);
  assert.deepEqual([await held.packs(), held.gateStays], [[], [false]]);
  assert.equal(await held.logOut(), 2);
});

test("a lent station stays until it ends", async () => {
  const held = await phone();
  for (const station of [LENT, ENDED]) await held.outbox.keepStation(station);
  await held.outbox.add(STATION, item("1"));
  await held.outbox.add(LENT, item("2"));
  await held.outbox.add(ENDED, item("3"));
  assert.equal(await held.logOut(), 2);
  assert.deepEqual(await read(held.rescued), ["s1 1", "s3 3"]);
  assert.deepEqual(await held.outbox.stations(), [LENT]);
  assert.deepEqual((await held.outbox.parcels()).map((parcel) => parcel.items.length), [1]);
  assert.deepEqual([await held.packs(), held.gateStays], [["o2"], [true]]);
});

test("a scan of another tab while its officer logs out is sealed or refused, never stranded", async () => {
  const held = await phone();
  await held.outbox.add(STATION, item("1"));
  const late = async (parcel: Parcel): Promise<ArrayBuffer> => {
    if (parcel.items[0]?.scan_id === "1") await held.outbox.add(STATION, item("2"));
    return plain(parcel);
  };
  assert.equal(await held.logOut(late), 2);
  assert.deepEqual(await read(held.rescued), ["s1 1", "s1 2"]);
  await assert.rejects(held.outbox.add(STATION, item("3")));
  assert.deepEqual(await held.outbox.count(), { waiting: 0, aside: 0 });
});

test("what cannot be sealed is not deleted", async () => {
  const held = await phone();
  await held.outbox.add(STATION, item("1"));
  await assert.rejects(held.logOut(() => Promise.reject(new Error("no WebCrypto"))));
  assert.deepEqual(await held.outbox.count(), { waiting: 1, aside: 0 });
  assert.deepEqual(await held.outbox.stations(), [STATION]);
});

const KEY = bytesOf("AQRrF9Hy4SxCR/i85uVjpEDydwN9gS3rM6D0oTlF2JjClk/jQuL+Gn+bjufrSnwPnhYrzjNXazFezsu2QGg3v1H1");

function rescue(held: Phone, serve: () => Outcome<{ scans: number; unreadable: number }>, saved: string[] = []): Rescuing {
  return rescuing({
    api: { rescue: () => Promise.resolve(serve()) },
    outbox: held.outbox,
    rescued: held.rescued,
    key: KEY,
    offset: () => null,
    download: (name, content) => saved.push(`${name} ${new TextDecoder("latin1").decode(content).slice(0, 4)}`),
  });
}

test("what a logout left is brought in and leaves on the server's answer alone", async () => {
  const held = await phone();
  await held.outbox.add(STATION, item("1"));
  await held.logOut();
  assert.equal(await rescue(held, () => ({ failure: "offline" })).carry(), 1);
  assert.equal(await rescue(held, () => ({ failure: "refused", message: "" })).carry(), 1);
  assert.equal(await rescue(held, () => ({ value: { scans: 0, unreadable: 1 } })).carry(), 1);
  assert.equal(await rescue(held, () => ({ value: { scans: 1, unreadable: 0 } })).carry(), 0);
  assert.deepEqual(await held.rescued.all(), []);
});

test("a rescue file is named by its station, and its scans stay in the outbox", async () => {
  const held = await phone();
  const saved: string[] = [];
  await held.outbox.add(STATION, item("1"));
  await rescue(held, () => ({ failure: "offline" }), saved).save();
  assert.deepEqual(saved, ["rescue-s1.hefa HRF1"]);
  assert.deepEqual(await held.outbox.count(), { waiting: 1, aside: 0 });
  await held.logOut();
  const [file] = await held.rescued.all();
  await rescue(held, () => ({ failure: "refused", message: "" }), saved).save();
  assert.deepEqual(saved.slice(1), [`rescue-${file?.id}.hefa s1 1`]);
});
