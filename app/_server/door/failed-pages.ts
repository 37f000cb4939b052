import { ParleyError } from "#lib/core/errors.ts";
import { singleton } from "#lib/core/singleton.ts";

type Failure = "unavailable" | "invalid";

/** Requests whose page has failed and whose response has not begun, by request id. */
const failures = () => singleton("door.failures", () => new Map<string, Failure>());

/** A response that never begins leaves its entry behind; the oldest entries are dropped. */
const MOST = 1_000;
const ROUTER_STATE = /\brouter state header/;

/** Records why a page failed, because Next renders every failure as a 500. */
export function notePageFailure(requestId: string, error: unknown): Failure | null {
  const failure = failureOf(error);
  if (!failure || requestId === "") return failure;
  const all = failures();
  all.set(requestId, failure);
  for (const id of all.keys()) if (all.size > MOST) all.delete(id);
  return failure;
}

export function takePageFailure(requestId: string): Failure | null {
  const all = failures();
  const failure = all.get(requestId) ?? null;
  all.delete(requestId);
  return failure;
}

function failureOf(error: unknown): Failure | null {
  if (error instanceof Error && ROUTER_STATE.test(error.message)) return "invalid";
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ParleyError && cause.code === "unavailable") return "unavailable";
  }
  return null;
}
