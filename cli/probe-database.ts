import { closeStorage } from "#db/storage.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { closeBoss } from "#lib/jobs/boss.ts";
import { probeQueue } from "#lib/jobs/probe-queue.ts";
import type { QueueProbe } from "#lib/jobs/schema.ts";
import { findTenant } from "#lib/tenant/find-tenant.ts";
import { listTenants } from "#lib/tenant/list-tenants.ts";

/**
 * Probes the queue in DATABASE_URL's database, as the given workspace or the first one. Starts no worker: the
 * probe is of those that run.
 */
export async function probeDatabase(slug: string | undefined, timeoutSeconds: number): Promise<QueueProbe> {
  const operator = sealOperator();
  try {
    const tenantId = slug ? await findTenant(operator, slug) : (await listTenants(operator))[0];
    if (!tenantId)
      throw new ParleyError(
        "not_found",
        slug ? `There is no workspace "${slug}".` : "This server has no workspace yet. Create one first.",
      );
    const ctx = sealContext({ tenantId, actor: { kind: "job", id: "queue:probe" } });
    return await probeQueue(ctx, timeoutSeconds);
  } finally {
    await closeBoss();
    await closeStorage();
  }
}
