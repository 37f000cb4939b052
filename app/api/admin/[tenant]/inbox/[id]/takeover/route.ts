import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { takeOver } from "#lib/conversation/handling/take-over.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: memberRoute({ permission: "conversations:write" }, ({ ctx }, { params }) =>
    takeOver(ctx, params.id ?? ""),
  ),
});
