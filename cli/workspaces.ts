import { closeStorage } from "#db/storage.ts";
import type { Context } from "#lib/context/context.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { findTenant } from "#lib/tenant/find-tenant.ts";
import { listTenants } from "#lib/tenant/list-tenants.ts";

const enter = (tenantId: Id<"ten">) => sealContext({ tenantId, actor: { kind: "job", id: "command-line" } });

/** Runs `work` on the database itself for the named workspace, or for each of them. */
export async function inWorkspaces<T>(
  slug: string | undefined,
  work: (ctx: Context) => Promise<T>,
): Promise<T[]> {
  const operator = sealOperator();
  try {
    const tenantId = slug && (await findTenant(operator, slug));
    if (slug && !tenantId) throw new ParleyError("not_found", `There is no workspace "${slug}".`);
    const results: T[] = [];
    for (const one of tenantId ? [tenantId] : await listTenants(operator))
      results.push(await work(enter(one)));
    return results;
  } finally {
    await closeStorage();
  }
}

/** Runs `work` on the database itself for the named workspace, or the demo's, or the only one. */
export async function inWorkspace<T>(
  slug: string | undefined,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const operator = sealOperator();
  try {
    const found = await findTenant(operator, slug ?? "demo");
    if (slug && !found) throw new ParleyError("not_found", `There is no workspace "${slug}".`);
    const all = found ? [found] : await listTenants(operator);
    const [only] = all;
    if (!only || all.length > 1) throw new ParleyError("invalid", "Set the workspace with --tenant SLUG.");
    return await work(enter(only));
  } finally {
    await closeStorage();
  }
}
