import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { getUsage } from "#lib/billing/get-usage.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "usage:read" }, ({ ctx }) => getUsage(ctx)),
});
