import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { findInWorkspace } from "#lib/chatbot/find-in-workspace.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "workspace:read" }, async ({ ctx }, { query }) => ({
    found: await findInWorkspace(ctx, query.get("q") ?? ""),
  })),
});
