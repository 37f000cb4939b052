import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { connectionInput } from "#lib/ai/connections/schema.ts";
import { connectModel } from "#lib/chatbot/connection/connect-model.ts";
import { disconnectModel } from "#lib/chatbot/connection/disconnect-model.ts";
import { listModels } from "#lib/chatbot/connection/list-models.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The models that a chatbot can choose from. */
  GET: memberRoute({ permission: "chatbots:write" }, async ({ ctx }) => ({ models: await listModels(ctx) })),
  PUT: memberRoute({ permission: "workspace:write", body: connectionInput }, async ({ ctx }, { body }) => ({
    connection: await connectModel(ctx, body),
  })),
  DELETE: memberRoute({ permission: "workspace:write" }, ({ ctx }) => disconnectModel(ctx)),
});
