import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { listAuditEntries } from "#lib/audit/list-audit-entries.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "audit:read" }, async ({ ctx }, { query }) => ({
    entries: await listAuditEntries(ctx, query.get("before")),
  })),
});
