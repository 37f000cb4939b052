import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getChatbotByHandle } from "#lib/chatbot/get-chatbot.ts";
import { sourceInput } from "#lib/knowledge/schema.ts";
import { addSource } from "#lib/knowledge/sources/add-source.ts";
import { listSourceOverviews } from "#lib/knowledge/sources/list-source-overviews.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "knowledge:read" }, async ({ ctx }, { query }) => {
    const { id } = await getChatbotByHandle(ctx, query.get("chatbot") ?? "");
    return { sources: await listSourceOverviews(ctx, id) };
  }),
  POST: memberRoute({ permission: "knowledge:write", body: sourceInput }, async ({ ctx }, { body }) => {
    const { chatbot, ...source } = body;
    const { id } = await getChatbotByHandle(ctx, chatbot);
    return Response.json(await addSource(ctx, { ...source, chatbotId: id }), { status: 201 });
  }),
});
