import { z } from "zod";
import { methods } from "#app/_server/routes/methods.ts";
import { personRoute } from "#app/_server/routes/person-route.ts";
import { sealContext } from "#lib/context/seal.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { createWorkspace } from "#lib/tenant/create-workspace.ts";
import { listWorkspaces } from "#lib/tenant/list-workspaces.ts";
import { slug, workspaceName } from "#lib/tenant/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: personRoute({}, async ({ operator, userId }) => ({
    workspaces: await listWorkspaces(operator, userId),
  })),
  POST: personRoute(
    { body: z.object({ name: workspaceName, slug }) },
    async ({ userId, sessionId }, { body, requestId }) => {
      await createWorkspace(
        (tenantId) =>
          sealContext({
            tenantId,
            requestId,
            actor: {
              kind: "user",
              id: userId,
              sessionId,
              role: "owner",
              userIdHash: hashUserId(tenantId, userId),
            },
          }),
        { ...body, userId },
      );
      return Response.json({ slug: body.slug }, { status: 201 });
    },
  ),
});
