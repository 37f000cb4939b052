import { chatbotRoute } from "#app/_server/routes/chatbot-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getOwnEntitlement } from "#lib/people/get-own-entitlement.ts";
import { erasePerson } from "#lib/privacy/erase-person.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The asker's relation to the chatbot's workspace, and their entitlement. */
  GET: chatbotRoute({}, ({ ctx }) => getOwnEntitlement(ctx)),
  /** Leaves the workspace and erases the asker's conversations there. */
  DELETE: chatbotRoute({ limit: "account" }, ({ ctx }) => erasePerson(ctx)),
});
