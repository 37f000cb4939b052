import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getUsage } from "#lib/billing/get-usage.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The workspace's usage of today and this month, with its budgets and prices. */
  GET: keyRoute({ scope: "usage:read" }, (ctx) => getUsage(ctx)),
});
