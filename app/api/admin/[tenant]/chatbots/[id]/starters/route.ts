import "#register-skills.ts";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { starterCheck } from "#lib/chatbot/schema.ts";
import { checkStarters } from "#lib/chatbot/starters/check-starters.ts";
import { suggestStarters } from "#lib/chatbot/starters/suggest-starters.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "chatbots:write", limit: "search" }, ({ ctx }, { params }) =>
    suggestStarters(ctx, params.id ?? ""),
  ),
  POST: memberRoute(
    { permission: "chatbots:write", limit: "search", body: starterCheck },
    ({ ctx }, { params, body }) => checkStarters(ctx, params.id ?? "", body.starters),
  ),
});
