import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { reply } from "#lib/conversation/handling/reply.ts";
import { replyRequest } from "#lib/conversation/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: memberRoute(
    { permission: "conversations:write", body: replyRequest },
    async ({ ctx }, { params, body }) =>
      Response.json({ id: await reply(ctx, params.id ?? "", body) }, { status: 201 }),
  ),
});
