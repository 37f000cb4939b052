import { findConversation } from "#lib/conversation/find-conversation.ts";
import type { LimitOptions } from "./limit-route.ts";
import { type HandleOwned, ownedRoute } from "./owned-route.ts";
import type { BodyOptions, RouteHandler } from "./route-handler.ts";

/** For the owner of the conversation in the path, while its chatbot is open to them. */
export function conversationRoute<B = undefined>(
  options: BodyOptions<B> & LimitOptions,
  handle: HandleOwned<B>,
): RouteHandler {
  return ownedRoute("conversation", findConversation, options, handle);
}
