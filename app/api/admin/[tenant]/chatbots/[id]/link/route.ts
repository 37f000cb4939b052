import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { renewLink } from "#lib/chatbot/renew-link.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: memberRoute({ permission: "chatbots:write" }, ({ ctx }, { params }) =>
    renewLink(ctx, params.id ?? ""),
  ),
});
