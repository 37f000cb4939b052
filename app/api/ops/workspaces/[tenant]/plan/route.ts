import { methods } from "#app/_server/routes/methods.ts";
import { operatorRoute } from "#app/_server/routes/operator-route.ts";
import { notFound } from "#lib/core/errors.ts";
import { getPlan } from "#lib/quotas/get-plan.ts";
import { planInput } from "#lib/quotas/schema.ts";
import { updatePlan } from "#lib/quotas/update-plan.ts";
import { findTenant } from "#lib/tenant/find-tenant.ts";

/** What the operator lets a workspace use. */
export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: operatorRoute({}, async ({ operator }, { params }) => {
    const tenantId = await findTenant(operator, params.tenant ?? "");
    if (!tenantId) throw notFound("workspace");
    return getPlan(operator, tenantId);
  }),
  PUT: operatorRoute({ body: planInput }, async ({ operator }, { params, body }) => {
    const tenantId = await findTenant(operator, params.tenant ?? "");
    if (!tenantId) throw notFound("workspace");
    await updatePlan(operator, tenantId, body);
    return getPlan(operator, tenantId);
  }),
});
