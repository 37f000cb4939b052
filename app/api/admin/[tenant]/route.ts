import { z } from "zod";
import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { changeWorkspace } from "#lib/tenant/update-workspace.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { settingsChange, workspaceName } from "#lib/tenant/schema.ts";

const body = z.object({ name: workspaceName, settings: settingsChange });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "workspace:read" }, async ({ ctx, role }) => ({
    ...(await getWorkspace(ctx)),
    role,
  })),
  PATCH: memberRoute({ permission: "workspace:write", body }, ({ ctx, person }, { body }) =>
    changeWorkspace(ctx, body, person.hasSecondFactor),
  ),
});
