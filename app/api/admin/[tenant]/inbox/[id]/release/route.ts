import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { release } from "#lib/conversation/handling/release.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: memberRoute({ permission: "conversations:write" }, ({ ctx }, { params }) =>
    release(ctx, params.id ?? ""),
  ),
});
