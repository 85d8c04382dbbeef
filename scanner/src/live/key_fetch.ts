/** Asks the server for the key of a code, once, and keeps it where scripts cannot read it. */

import type { KeyStore, StoredKey } from "./key_store";
import type { ServerTime } from "./server_time";
import type { Sign } from "./token";

export interface KeyDeps {
  readonly fetch: typeof fetch;
  readonly subtle: SubtleCrypto;
  readonly store: KeyStore;
  readonly time: ServerTime;
  readonly deviceNow: () => number;
}

interface KeyAnswer {
  readonly key: string;
  readonly kid: number;
  readonly code_id: string;
  readonly last_day: number;
  readonly server_time: string;
}

const HMAC: HmacImportParams = { name: "HMAC", hash: "SHA-256" };

/** The stored key, else a fresh one; null when neither is to be had now (offline, logged out, voided). */
export async function keyOf(code: string, url: string, csrf: string, deps: KeyDeps): Promise<StoredKey | null> {
  const stored = await deps.store.get(code).catch(() => null);
  if (stored !== null) return stored;
  const sentAt = deps.deviceNow();
  const answer = await ask(url, csrf, deps.fetch);
  if (answer === null) return null;
  deps.time.learn(Date.parse(answer.server_time), sentAt);
  const key = await deps.subtle.importKey("raw", fromBase64(answer.key), HMAC, false, ["sign"]);
  const entry: StoredKey = {
    code,
    key,
    kid: answer.kid,
    codeId: answer.code_id,
    lastDay: answer.last_day,
    offset: deps.time.offset(),
  };
  await deps.store.put(entry).catch(() => undefined);
  return entry;
}

/** Signing with a key that never leaves the browser's own keeping. */
export function signer(key: CryptoKey, subtle: SubtleCrypto): Sign {
  return async (bytes) => new Uint8Array(await subtle.sign("HMAC", key, bytes as Uint8Array<ArrayBuffer>));
}

async function ask(url: string, csrf: string, fetcher: typeof fetch): Promise<KeyAnswer | null> {
  try {
    const response = await fetcher(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRFToken": csrf, Accept: "application/json" },
    });
    if (!response.ok) return null;
    const answer: unknown = await response.json();
    return isKeyAnswer(answer) ? answer : null;
  } catch {
    return null;
  }
}

function isKeyAnswer(value: unknown): value is KeyAnswer {
  if (typeof value !== "object" || value === null) return false;
  const answer = value as Partial<Record<keyof KeyAnswer, unknown>>;
  return (
    typeof answer.key === "string" &&
    typeof answer.kid === "number" &&
    typeof answer.code_id === "string" &&
    /^[0-9a-f]{20}$/.test(answer.code_id) &&
    typeof answer.last_day === "number" &&
    typeof answer.server_time === "string"
  );
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let index = 0; index < raw.length; index += 1) bytes[index] = raw.charCodeAt(index);
  return bytes;
}
