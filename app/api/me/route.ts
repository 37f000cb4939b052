import { chatbotRoute } from "#app/_server/routes/chatbot-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getOwnEntitlement } from "#lib/people/get-own-entitlement.ts";
import { erasePerson } from "#lib/privacy/erase-person.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Who the asker is to the chatbot's workspace, and how far they may go. */
  GET: chatbotRoute({}, ({ ctx }) => getOwnEntitlement(ctx)),
  /** Leaves the workspace, and all they said there goes. */
  DELETE: chatbotRoute({ limit: "account" }, ({ ctx }) => erasePerson(ctx)),
});
