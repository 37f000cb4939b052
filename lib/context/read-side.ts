import { readSideDb } from "#db/client.ts";
import type { Scope } from "#db/scoped-query.ts";
import { idToUuid } from "#lib/core/ids.ts";
import type { Context, OperatorContext } from "./context.ts";

/**
 * Returns the same context on the read replica (`DATABASE_READ_URL`), for reports and lists of past records.
 * The replica may lag: never use it for rows that were just written or to make a decision. Writes to it fail.
 * Do not call this inside a transaction.
 */
export function readSide<C extends Context | OperatorContext>(ctx: C): C {
  const scope: Scope =
    "operator" in ctx
      ? { role: "parley_operator", tenant: "" }
      : { role: "parley_app", tenant: idToUuid(ctx.tenantId) };
  return { ...ctx, db: readSideDb(scope) };
}
