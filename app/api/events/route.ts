import { chatbotRoute } from "#app/_server/routes/chatbot-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { noteBrowserEvents } from "#lib/analytics/note-browser-events.ts";
import { browserEventsInput } from "#lib/analytics/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: chatbotRoute({ body: browserEventsInput, limit: "events" }, async ({ ctx, chatbotId }, { body }) => {
    await noteBrowserEvents(ctx, chatbotId, body.events);
    return { noted: body.events.length };
  }),
});
