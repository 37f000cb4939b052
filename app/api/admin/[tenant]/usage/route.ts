import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getUsage } from "#lib/billing/get-usage.ts";
import { getQuotas } from "#lib/quotas/get-quotas.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "usage:read" }, async ({ ctx }) => {
    const [usage, quotas] = await Promise.all([getUsage(ctx), getQuotas(ctx)]);
    return { ...usage, quotas };
  }),
});
