import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { findTenantBySlug } from "./queries/tenants.ts";

export async function findTenant(operator: OperatorContext, slug: string): Promise<Id<"ten"> | null> {
  return findTenantBySlug(operator, slug);
}
