import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { decideMessage } from "#lib/slack/deliveries/decide-message.ts";
import { messageDecision } from "#lib/slack/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** What a person decided about a message that failed or may have arrived. */
  PATCH: memberRoute({ permission: "workspace:write", body: messageDecision }, ({ ctx }, { params, body }) =>
    decideMessage(ctx, params.id ?? "", body),
  ),
});
