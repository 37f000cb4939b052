import { operatorDb, tenantDb } from "#db/client.ts";
import { type Id, newRequestId } from "#lib/core/ids.ts";
import type { Actor, Context, OperatorContext } from "./context.ts";

type Sealable = { tenantId: Id<"ten">; actor: Actor; requestId?: string; now?: () => Date };

const systemClock = () => new Date();

/**
 * Makes a context. Only `lib/auth/admission/` and doors may import this file; the boundary check
 * enforces it.
 */
export function sealContext({ tenantId, actor, requestId, now }: Sealable): Context {
  return {
    tenantId,
    actor,
    requestId: requestId ?? newRequestId(),
    db: tenantDb(tenantId),
    now: now ?? systemClock,
  } as Context;
}

export function sealOperator(now: () => Date = systemClock): OperatorContext {
  return { operator: true, db: operatorDb(), now } as OperatorContext;
}
