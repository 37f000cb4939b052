import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { settingsChange, workspaceName } from "#lib/tenant/schema.ts";
import { updateWorkspace } from "#lib/tenant/update-workspace.ts";

const body = z.object({ name: workspaceName, settings: settingsChange });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "workspace:read" }, async ({ ctx, role }) => ({
    ...(await getWorkspace(ctx)),
    role,
  })),
  PATCH: memberRoute({ permission: "workspace:write", body }, ({ ctx, person }, { body }) =>
    updateWorkspace(ctx, body, person.hasSecondFactor),
  ),
});
