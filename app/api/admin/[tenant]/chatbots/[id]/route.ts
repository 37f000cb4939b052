import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { deleteChatbot } from "#lib/chatbot/delete-chatbot.ts";
import { getStudioChatbot } from "#lib/chatbot/get-studio-chatbot.ts";
import { chatbotChange } from "#lib/chatbot/schema.ts";
import { updateChatbot } from "#lib/chatbot/update-chatbot.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "chatbots:read" }, ({ ctx }, { params }) =>
    getStudioChatbot(ctx, params.id ?? ""),
  ),
  PATCH: memberRoute({ permission: "chatbots:write", body: chatbotChange }, ({ ctx }, { params, body }) =>
    updateChatbot(ctx, params.id ?? "", body),
  ),
  DELETE: memberRoute({ permission: "chatbots:write" }, ({ ctx }, { params }) =>
    deleteChatbot(ctx, params.id ?? ""),
  ),
});
