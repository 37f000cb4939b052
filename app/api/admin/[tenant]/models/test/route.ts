import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { connectionTestInput } from "#lib/ai/connections/schema.ts";
import { testConnection } from "#lib/chatbot/connection/test-connection.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Sends requests to a server of the caller's choice, so it is limited like other rare actions. */
  POST: memberRoute(
    { permission: "workspace:write", limit: "account", body: connectionTestInput },
    ({ ctx }, { body }) => testConnection(ctx, body),
  ),
});
