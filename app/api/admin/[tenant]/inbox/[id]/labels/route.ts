import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { labelsInput } from "#lib/inbox/schema.ts";
import { setLabels } from "#lib/inbox/set-labels.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: memberRoute(
    { permission: "conversations:write", body: labelsInput },
    async ({ ctx }, { params, body }) => ({ labels: await setLabels(ctx, params.id ?? "", body.labels) }),
  ),
});
