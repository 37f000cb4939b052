import type { OperatorContext } from "#lib/core/context.ts";
import type { Id } from "#lib/core/ids.ts";
import * as queries from "./queries.ts";

/** Every tenant of the instance. */
export async function listTenants(operator: OperatorContext): Promise<Id<"ten">[]> {
  return queries.listTenants(operator);
}
