import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import * as queries from "./queries/tenants.ts";

export async function listTenants(operator: OperatorContext): Promise<Id<"ten">[]> {
  return queries.listTenants(operator);
}
