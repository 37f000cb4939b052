import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { changeGap } from "#lib/inbox/gaps/change-gap.ts";
import { gapChange } from "#lib/inbox/gaps/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: memberRoute({ permission: "conversations:write", body: gapChange }, ({ ctx }, { params, body }) =>
    changeGap(ctx, params.gap ?? "", body),
  ),
});
