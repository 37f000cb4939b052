import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getUsage } from "#lib/billing/get-usage.ts";
import { getQuotas } from "#lib/quotas/get-quotas.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The workspace's usage today and this month, with its budgets, prices and quotas. */
  GET: keyRoute({ scope: "usage:read" }, async (ctx) => {
    const [usage, quotas] = await Promise.all([getUsage(ctx), getQuotas(ctx)]);
    return { ...usage, quotas };
  }),
});
