import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { disconnectSlack } from "#lib/slack/connect/disconnect.ts";
import { getSlackConnection } from "#lib/slack/connect/get-connection.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "workspace:write" }, async ({ ctx }) => ({
    connection: await getSlackConnection(ctx),
  })),
  DELETE: memberRoute({ permission: "workspace:write" }, ({ ctx }) => disconnectSlack(ctx)),
});
