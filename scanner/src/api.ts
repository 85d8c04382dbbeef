/** The scan API, with failures as values. */

import type { Answer, Counts, Hours, Item, NotYet, Result, Settings, Station } from "./item";
import type { Visitor } from "./walk_in";

export type Failure =
  | { readonly failure: "offline" }
  | { readonly failure: "later"; readonly afterMs: number; readonly message: string }
  | { readonly failure: "ended"; readonly message: string }
  /** The phone lay idle: its PIN is asked for again. */
  | { readonly failure: "pin"; readonly message: string }
  | { readonly failure: "refused"; readonly message: string };

export type Outcome<T> = { readonly value: T } | Failure;

export interface ListRow {
  readonly award: string;
  readonly scan_id: string | null;
  readonly name: string;
  readonly unit: string;
  readonly hours: Hours;
  readonly at: string;
  readonly state_label: string;
  readonly station: string;
  readonly mine: boolean;
}

export interface List {
  readonly rows: readonly ListRow[];
  readonly total: number;
  readonly first: number;
  readonly last: number;
  readonly page: number;
  readonly pages: number;
  readonly counts: Counts;
}

export interface Person {
  readonly learner_ref: string;
  readonly name: string;
  readonly unit: string;
  readonly state: "enrolled" | "awarded";
}

export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly parent: string;
}

export interface Units {
  readonly units: readonly Unit[];
  readonly more: boolean;
}

/** Whether a card was that of whoever was scanned, and the sentence that the helper reads. */
export interface Checked {
  readonly matched: boolean;
  readonly message: string;
}

/** The server's time, sealed for this station and boot. */
export interface ServerTime {
  readonly mark: string;
  readonly server_time: string;
}

export interface Envelope {
  readonly boot: string;
  readonly now_dev: string;
  readonly now_mono: number;
  readonly items: readonly Item[];
}

export interface Api {
  readonly scans: (station: Station, envelope: Envelope) => Promise<Outcome<Answer<Result | NotYet>>>;
  readonly list: (station: Station, page: number) => Promise<Outcome<List>>;
  readonly search: (station: Station, asked: { name: string; last4: string }) => Promise<Outcome<readonly Person[]>>;
  readonly walkIn: (station: Station, visitor: Visitor) => Promise<Outcome<string>>;
  readonly units: (station: Station, text: string) => Promise<Outcome<Units>>;
  /** Tell the last four of the card of a scan that was asked for it. */
  readonly spotCheck: (station: Station, scanId: string, last4: string) => Promise<Outcome<Checked>>;
  readonly setHours: (station: Station, hours: Hours) => Promise<Outcome<Settings>>;
  readonly readPicture: (station: Station, picture: Blob) => Promise<Outcome<string | null>>;
  readonly openStation: () => Promise<Outcome<Station>>;
  /** The offline pack, whole or as a delta to a cursor, as its bytes. */
  readonly pack: (station: Station, cursor: string) => Promise<Outcome<ArrayBuffer>>;
  /** Say that this phone is alive, and what waits in it. */
  readonly heartbeat: (station: Station, boot: string, unsent: number, idle: number) => Promise<Outcome<ServerTime>>;
  readonly pin: (station: Station, boot: string, pin: string) => Promise<Outcome<ServerTime>>;
  /** Bring in a rescue file that a logout left on this phone. */
  readonly rescue: (sealed: ArrayBuffer) => Promise<Outcome<{ readonly scans: number; readonly unreadable: number }>>;
}

export interface ApiDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly base: string;
  readonly stationUrl: string;
  readonly rescueUrl: string;
  readonly csrf: string;
  readonly offering: string;
}

const PATIENCE_MS = 15_000;
const LATER_MS = 5_000;

export function scanApi(deps: ApiDeps): Api {
  const of = `${deps.base}/offerings/${deps.offering}`;
  const json = (station: Station, body: unknown): RequestInit => ({
    method: "POST",
    headers: { Authorization: authorization(station), "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return {
    scans: (station, envelope) => ask<Answer<Result | NotYet>>(deps, `${deps.base}/scans`, json(station, envelope)),
    list: (station, page) =>
      ask<List>(deps, `${of}/list?page=${page}`, { headers: { Authorization: authorization(station) } }),
    search: async (station, asked) =>
      mapped(await ask<{ people: readonly Person[] }>(deps, `${of}/search`, json(station, asked)), (found) => found.people),
    walkIn: async (station, visitor) =>
      mapped(await ask<{ learner_ref: string }>(deps, `${deps.base}/walk-ins`, json(station, visitor)), (told) => told.learner_ref),
    units: (station, text) => ask<Units>(deps, `${deps.base}/units`, json(station, { text })),
    spotCheck: (station, scanId, last4) => ask<Checked>(deps, `${deps.base}/spot-checks`, json(station, { scan_id: scanId, last4 })),
    setHours: (station, hours) => ask<Settings>(deps, `${of}/hours`, json(station, hours)),
    readPicture: async (station, picture) => {
      const body = new FormData();
      body.append("picture", picture, "picture");
      const init = { method: "POST", headers: { Authorization: authorization(station) }, body };
      return mapped(await ask<{ code: string | null }>(deps, `${deps.base}/pictures`, init), (read) => read.code);
    },
    pack: (station, cursor) => {
      const url = `${of}/pack?cursor=${encodeURIComponent(cursor)}`;
      return ask(deps, url, { headers: { Authorization: authorization(station) } }, (response) => response.arrayBuffer());
    },
    pin: (station, boot, pin) => ask<ServerTime>(deps, `${deps.base}/pin?boot=${boot}`, json(station, { pin })),
    heartbeat: (station, boot, unsent, idle) => {
      const told = { boot, unsent, idle, now_dev: new Date().toISOString() };
      return ask<ServerTime>(deps, `${deps.base}/heartbeat`, json(station, told));
    },
    openStation: async () => {
      if (deps.stationUrl === "") return { failure: "ended", message: "" };
      const headers = { "X-CSRFToken": deps.csrf, "Content-Type": "application/json" };
      const opened = await ask<Omit<Station, "offering">>(deps, deps.stationUrl, { method: "POST", headers, body: "{}" });
      return mapped(opened, (station) => ({ ...station, offering: deps.offering }));
    },
    rescue: async (sealed) => {
      if (deps.rescueUrl === "") return { failure: "ended", message: "" };
      const body = new FormData();
      body.append("file", new Blob([sealed]), "rescue.hefa");
      return ask(deps, deps.rescueUrl, { method: "POST", headers: { "X-CSRFToken": deps.csrf }, body });
    },
  };
}

function authorization(station: Station): string {
  return `Station ${station.station}.${station.secret}`;
}

function mapped<A, B>(outcome: Outcome<A>, change: (value: A) => B): Outcome<B> {
  return "value" in outcome ? { value: change(outcome.value) } : outcome;
}

async function ask<T>(
  deps: ApiDeps,
  url: string,
  init: RequestInit,
  read: (response: Response) => Promise<T> = (response) => response.json() as Promise<T>,
): Promise<Outcome<T>> {
  const patience = new AbortController();
  const timer = setTimeout(() => {
    patience.abort();
  }, PATIENCE_MS);
  try {
    const response = await deps.fetch(url, { ...init, signal: patience.signal, credentials: "same-origin", redirect: "error" });
    return await outcomeOf(response, read);
  } catch {
    return { failure: "offline" };
  } finally {
    clearTimeout(timer);
  }
}

async function outcomeOf<T>(response: Response, read: (response: Response) => Promise<T>): Promise<Outcome<T>> {
  if (response.ok) return { value: await read(response) };
  const message = await messageOf(response);
  if (response.status === 429 || response.status >= 500) {
    const seconds = Number(response.headers.get("Retry-After"));
    return { failure: "later", afterMs: seconds > 0 ? seconds * 1000 : LATER_MS, message };
  }
  if (response.status === 423) return { failure: "pin", message };
  return { failure: response.status === 401 || response.status === 403 ? "ended" : "refused", message };
}

async function messageOf(response: Response): Promise<string> {
  try {
    const told = (await response.json()) as { message?: unknown };
    return typeof told.message === "string" ? told.message : "";
  } catch {
    return "";
  }
}
