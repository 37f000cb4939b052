import { runTransaction } from "#db/client.ts";
import type { Scope } from "#db/scoped-query.ts";
import { idToUuid } from "#lib/core/ids.ts";
import type { Context, OperatorContext } from "./context.ts";

const OPERATOR: Scope = { role: "parley_operator", tenant: "" };

const scopeOf = ({ tenantId }: Context): Scope => ({ role: "parley_app", tenant: idToUuid(tenantId) });

/**
 * Runs several statements as one transaction; there is no other way to do so. `tx` is the same context on one
 * connection; `ctx.db` would take a second one. Never wait for a model, an upload or a stream inside.
 */
export function transaction<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
  return runTransaction(scopeOf(ctx), (db) => work({ ...ctx, db }));
}

/** Like `transaction`, for the operator's context. */
export function operatorTransaction<T>(
  operator: OperatorContext,
  work: (tx: OperatorContext) => Promise<T>,
): Promise<T> {
  return runTransaction(OPERATOR, (db) => work({ ...operator, db }));
}
