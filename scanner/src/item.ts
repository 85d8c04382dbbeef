/** A scan as the phone keeps it and tells it (scan protocol, part 2). */

export type Source = "camera" | "wedge" | "picture" | "typed" | "hand";

export interface Item {
  readonly scan_id: string;
  readonly boot: string;
  readonly seq: number;
  readonly offering: string;
  readonly kind: "award" | "undo";
  readonly source: Source;
  readonly t_dev: string;
  readonly t_mono: number;
  readonly local: string;
  readonly settings: number;
  readonly code?: string;
  readonly code_hash?: string;
  readonly typed?: string;
  readonly learner_ref?: string;
  readonly undoes?: string;
  readonly reason?: string;
  readonly mark?: string;
  readonly mark_mono?: number;
}

export interface Hours {
  readonly digital: string;
  readonly in_person: string;
}

export interface Settings {
  readonly version: number;
  readonly hours: Hours;
  readonly window: { readonly opens: string; readonly closes: string };
  readonly policy: "static_ok" | "live_preferred" | "live_only";
}

export interface Counts {
  readonly awarded: number;
  readonly reviews: number;
  readonly enrolled: number;
}

export interface Result {
  readonly scan_id: string;
  readonly verdict: "AWARDED" | "REFUSED" | "REVIEW" | "UNDONE";
  readonly reason: string;
  readonly reasons: readonly string[];
  readonly flags: readonly string[];
  readonly message: string;
  readonly message_en: string;
  readonly learner: { readonly name: string; readonly unit: string } | null;
  readonly hours: Hours | null;
  readonly first: { readonly at: string; readonly station: string } | null;
  readonly award: string | null;
  readonly replayed: boolean;
  readonly settlement: string | null;
  /** The helper is asked for the last four of the card. */
  readonly spot_check: boolean;
}

/** No verdict yet: the server could not work this scan, and the phone keeps it. */
export interface NotYet {
  readonly scan_id: string;
  readonly verdict: "RETRY_LATER";
}

export interface Answer<R = Result> {
  readonly results: readonly R[];
  readonly counts: Counts | null;
  readonly settings: Settings | null;
  readonly mark: string;
  readonly server_time: string;
}

export interface Station {
  readonly station: string;
  readonly secret: string;
  readonly valid_until: string;
  /** What it may do; a station that was kept by an earlier version of the page does not say. */
  readonly rights?: readonly string[];
  readonly offering: string;
  /** What a lent station may scan besides. */
  readonly others?: readonly string[];
  /** Lent to a helper: it stays on the phone until it ends, whoever logs out. */
  readonly lent?: true;
}

/** All that a station may scan. */
export const offeringsOf = (station: Station): readonly string[] => [station.offering, ...(station.others ?? [])];
