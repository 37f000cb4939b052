import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { renewLink } from "#lib/chatbot/renew-link.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: memberRoute({ permission: "chatbots:write" }, ({ ctx }, { params }) =>
    renewLink(ctx, params.id ?? ""),
  ),
});
