import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";

import { bytesOf } from "../src/bytes";
import { sealRescue, type Rescued } from "../src/rescue";

interface Contract {
  readonly rescue_key: string;
  readonly phone: JsonWebKey;
  readonly nonce: string;
  readonly told: Rescued;
  readonly file: string;
}

const contract = JSON.parse(readFileSync(path.join("..", "contract", "rescue.json"), "utf8")) as Contract;
const KEY = bytesOf(contract.rescue_key);

async function pair(): Promise<CryptoKeyPair> {
  const ecdh = { name: "ECDH", namedCurve: "P-256" };
  const { d, ...open } = contract.phone;
  return {
    privateKey: await crypto.subtle.importKey("jwk", { ...open, d }, ecdh, false, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("jwk", open, ecdh, true, []),
  };
}

test("a phone writes the file that the server opens", async () => {
  const file = await sealRescue(KEY, contract.told, { pair: await pair(), nonce: bytesOf(contract.nonce) });
  assert.equal(Buffer.from(file).toString("base64"), contract.file);
});

test("two files of the same scans have nothing in common but the beginning", async () => {
  const [one, other] = await Promise.all([sealRescue(KEY, contract.told), sealRescue(KEY, contract.told)]);
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  assert.equal(a.subarray(0, 5).toString("latin1"), "HRF1\x07");
  assert.ok(!a.subarray(5).equals(b.subarray(5)) && !a.includes(contract.told.station));
});
