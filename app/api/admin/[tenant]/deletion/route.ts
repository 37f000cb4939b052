import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { requestDeletion } from "#lib/tenant/request-deletion.ts";
import { restoreWorkspace } from "#lib/tenant/restore-workspace.ts";

const body = z.object({ name: z.string().max(200) });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Schedules the workspace for deletion. `name` is typed by its owner to confirm. */
  POST: memberRoute({ permission: "workspace:delete", body }, async ({ ctx, person }, { body: { name } }) =>
    Response.json({ deleteAt: await requestDeletion(ctx, person.operator, name) }, { status: 202 }),
  ),
  /** Restores it. */
  DELETE: memberRoute({ permission: "workspace:delete" }, ({ ctx, person }) =>
    restoreWorkspace(ctx, person.operator),
  ),
});
