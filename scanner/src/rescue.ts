/** The rescue file: scans that could not be sent, encrypted to the server (format: hefa/keys/rescue.py). */

import { joined, type Bytes } from "./bytes";
import type { Item } from "./item";

export interface Rescued {
  readonly station: string;
  readonly secret: string;
  /** This phone's clock less the server's when last measured, in ms; null when it never was. */
  readonly offset_ms: number | null;
  readonly items: readonly Item[];
}

/** What one file alone uses. */
export interface Once {
  readonly pair: CryptoKeyPair;
  readonly nonce: Bytes;
}

const MAGIC = "HRF1";
const INFO = "hefa-rescue-1";
const ECDH = { name: "ECDH", namedCurve: "P-256" };
const AES = { name: "AES-GCM", length: 256 };

/** Encrypt to the server's key: its id in one byte, then its public point in 65. */
export async function sealRescue(key: Bytes, told: Rescued, once?: Once): Promise<ArrayBuffer> {
  const { pair, nonce } = once ?? (await fresh());
  const server = key.subarray(1);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const head = joined(bytes(MAGIC), key.subarray(0, 1), point);
  const theirs = await crypto.subtle.importKey("raw", server, ECDH, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: joined(bytes(INFO), head, server) };
  const aes = await crypto.subtle.deriveKey(hkdf, secret, AES, false, ["encrypt"]);
  const text = bytes(JSON.stringify(told));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: head }, aes, text);
  return joined(head, nonce, new Uint8Array(sealed)).buffer;
}

async function fresh(): Promise<Once> {
  const pair = (await crypto.subtle.generateKey(ECDH, false, ["deriveBits"])) as CryptoKeyPair;
  return { pair, nonce: crypto.getRandomValues(new Uint8Array(12)) };
}

function bytes(text: string): Bytes {
  return new TextEncoder().encode(text) as Bytes;
}
