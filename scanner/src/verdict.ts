/** What the gate may say before the server has spoken. It never awards more than provisionally. */

export type Policy = "static_ok" | "live_preferred" | "live_only";

/** Everything that a phone can know of a code that it has read. */
export interface GateFacts {
  readonly code: "ours" | "foreign" | "unknown_kid";
  readonly type: "static" | "live" | "typed" | "hand";
  readonly slotDistance: number;
  readonly daysLeft: number;
  readonly policy: Policy;
  readonly clockIsGood: boolean;
  readonly onVoidList: boolean;
  readonly seenHere: boolean;
}

export type GateRefusal =
  | "UNKNOWN_CODE"
  | "VOIDED_CODE"
  | "EXPIRED_CODE"
  | "ALREADY_AWARDED"
  | "WRONG_POLICY"
  | "STALE_LIVE_CODE";

export type GateVerdict =
  | { readonly verdict: "pending" }
  | { readonly verdict: "refused"; readonly reason: GateRefusal };

const GOOD_SLOTS = 3;
const pending: GateVerdict = { verdict: "pending" };
const refused = (reason: GateRefusal): GateVerdict => ({ verdict: "refused", reason });

/** Judge by what is known here, in the server's order; both are held equal by contract/verdict_cases.json. */
export function judge(facts: GateFacts): GateVerdict {
  if (facts.code !== "ours") return refused("UNKNOWN_CODE");
  if (facts.type === "typed" || facts.type === "hand") return facts.seenHere ? refused("ALREADY_AWARDED") : pending;
  if (facts.onVoidList) return refused("VOIDED_CODE");
  if (facts.daysLeft < 0 && facts.clockIsGood) return refused("EXPIRED_CODE");
  if (facts.seenHere) return refused("ALREADY_AWARDED");
  if (facts.policy !== "live_only") return pending;
  if (facts.type === "static") return refused("WRONG_POLICY");
  return facts.slotDistance > GOOD_SLOTS && facts.clockIsGood ? refused("STALE_LIVE_CODE") : pending;
}
