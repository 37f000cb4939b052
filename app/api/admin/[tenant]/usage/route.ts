import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getUsage } from "#lib/billing/get-usage.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "usage:read" }, ({ ctx }) => getUsage(ctx)),
});
