import { findPerson } from "#lib/auth/admission/admit-person.ts";
import { admitToChatbot } from "#lib/auth/admission/admit-to-chatbot.ts";
import { admitToOwnWorkspace } from "#lib/auth/admission/admit-to-own-workspace.ts";
import { demoChatbotHandle } from "#lib/auth/admission/chatbot-address.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { bearerOf } from "../http/bearer.ts";

export type RoomCreator = {
  ctx: Context;
  /** Of a person with an account. */
  name: string | null;
  /** For a new visitor's browser. */
  visitorToken: string | null;
};

/**
 * Admits someone without a key who wants to create a room: in their own workspace if the chatbot is there,
 * else as a visitor of the chatbot's workspace.
 * @throws ParleyError unauthorized, not_found for a chatbot that is not open to them
 */
export async function admitRoomCreator(
  headers: Headers,
  chatbot: string | null,
  requestId: string,
): Promise<RoomCreator> {
  const bearer = bearerOf(headers);
  const person = await findPerson(bearer.session);
  if (person) {
    const own = { chatbot, hasConversation: null, links: bearer.links, requestId };
    const ctx = await admitToOwnWorkspace(person, own).catch(nullIfNotFound);
    if (ctx) return { ctx, name: person.name, visitorToken: null };
  }
  const handle = chatbot ?? (await demoChatbotHandle());
  if (!handle) throw new ParleyError("unauthorized", "Sign in first, or send an API key.");
  const { ctx, freshToken } = await admitToChatbot(handle, bearer, requestId).catch((error: unknown) => {
    throw chatbot ? error : notFound("workspace");
  });
  return { ctx, name: person?.name ?? null, visitorToken: freshToken };
}

function nullIfNotFound(error: unknown): null {
  if (error instanceof ParleyError && error.code === "not_found") return null;
  throw error;
}
