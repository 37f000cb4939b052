import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { createChatbot } from "#lib/chatbot/create-chatbot.ts";
import { listStudioChatbots } from "#lib/chatbot/list-studio-chatbots.ts";
import { chatbotName, handle, visibilities } from "#lib/chatbot/schema.ts";
import { templateConfig, templateIds } from "#lib/chatbot/templates.ts";
import { textLanguages } from "#lib/core/text-languages.ts";

const body = z.object({
  name: chatbotName,
  handle: handle.optional(),
  template: z.enum(templateIds).default("blank"),
  language: z.enum(textLanguages).default("english"),
  visibility: z.enum(visibilities).optional(),
});

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "chatbots:read" }, async ({ ctx }) => ({
    chatbots: await listStudioChatbots(ctx),
  })),
  POST: memberRoute({ permission: "chatbots:write", body }, async ({ ctx }, { body }) => {
    const { template, language, ...input } = body;
    const config = { ...templateConfig(template), language };
    const { id, handle } = await createChatbot(ctx, { ...input, config });
    return Response.json({ id, handle }, { status: 201 });
  }),
});
