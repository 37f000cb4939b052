import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getUsage } from "#lib/billing/get-usage.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** What the workspace of the key has used today and this month, with its budgets and prices. */
  GET: keyRoute({ scope: "usage:read" }, (ctx) => getUsage(ctx)),
});
