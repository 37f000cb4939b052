import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { listMembers } from "#lib/tenant/list-members.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "members:read" }, async ({ ctx }) => ({ members: await listMembers(ctx) })),
});
