/** What the packs of this offering add up to, and what they say of one code. */

import { bytesOf, joined } from "./bytes";
import { fromHex, holdsNumber, readNumbers, readRoster, toHex, type Line, type Pack } from "./pack";

export interface Person {
  readonly name: string;
  readonly unit: string;
}

/** What a phone knows of a code without asking. The person is known only where the code opens a line of the roster. */
export interface Known {
  readonly voided: boolean;
  readonly awarded: boolean;
  readonly person: Person | null;
}

export interface Knowledge {
  /** Take in a pack, whole or as a delta. */
  readonly take: (pack: Pack) => void;
  readonly of: (codeId: string) => Promise<Known>;
  readonly cursor: () => string;
  readonly facts: () => PackFacts | null;
}

/** What the pre-flight panel tells of the pack. */
export interface PackFacts {
  readonly madeAt: string;
  readonly roster: number;
  readonly voids: number;
}

export const NOTHING: Known = { voided: false, awarded: false, person: null };
const PREFIX = 5;
const INFO = new TextEncoder().encode("hefa-roster-1");

export function knowledge(): Knowledge {
  let voids: Float64Array = new Float64Array();
  const voidedSince = new Set<number>();
  const awarded = new Set<number>();
  let roster: ReadonlyMap<string, Line> = new Map();
  let salt = new Uint8Array();
  let head: Pack["head"] | null = null;

  const take = (pack: Pack): void => {
    if (pack.head.full) {
      voids = readNumbers(pack.section("voids"));
      voidedSince.clear();
      awarded.clear();
      salt = bytesOf(pack.head.salt);
    } else {
      for (const one of readNumbers(pack.section("voids"))) voidedSince.add(one);
    }
    for (const one of readNumbers(pack.section("awarded"))) awarded.add(one);
    for (const one of readNumbers(pack.section("released"))) awarded.delete(one);
    if (pack.holds("roster")) roster = readRoster(pack.section("roster"));
    head = pack.head;
  };

  const of = async (codeId: string): Promise<Known> => {
    if (head === null) return NOTHING;
    const id = fromHex(codeId);
    const voidPrefix = prefixOf(await sha256(id));
    const awardPrefix = prefixOf(await sha256(joined(salt, id)));
    return {
      voided: holdsNumber(voids, voidPrefix) || voidedSince.has(voidPrefix),
      awarded: awarded.has(awardPrefix),
      person: await personOf(id),
    };
  };

  const personOf = async (id: Uint8Array<ArrayBuffer>): Promise<Person | null> => {
    if (roster.size === 0) return null;
    const lookup = (await sha256(joined(new TextEncoder().encode("lk"), salt, id))).subarray(0, 8);
    const line = roster.get(toHex(lookup));
    return line === undefined ? null : await opened(line, id, salt);
  };

  return {
    take,
    of,
    cursor: () => head?.cursor ?? "",
    facts: () =>
      head === null ? null : { madeAt: head.made_at, roster: roster.size, voids: voids.length + voidedSince.size },
  };
}

async function opened(line: Line, id: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>): Promise<Person | null> {
  const secret = await crypto.subtle.importKey("raw", id, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt, info: INFO };
  const key = await crypto.subtle.deriveKey(derivation, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: line.nonce }, key, line.sealed);
    const told = JSON.parse(new TextDecoder().decode(plain)) as { n: string; u: string };
    return { name: told.n, unit: told.u };
  } catch {
    return null;
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function prefixOf(digest: Uint8Array): number {
  return digest.subarray(0, PREFIX).reduce((number, byte) => number * 256 + byte, 0);
}
