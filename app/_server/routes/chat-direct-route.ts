import "#register-skills.ts";
import { findPerson, type PersonAdmission } from "#lib/auth/admission/admit-person.ts";
import { admitToOwnWorkspace } from "#lib/auth/admission/admit-to-own-workspace.ts";
import type { Context } from "#lib/context/context.ts";
import { findConversation } from "#lib/conversation/find-conversation.ts";
import { type DirectRequest, directRequest, idempotencyKey } from "#lib/conversation/schema.ts";
import { answerSync } from "#lib/conversation/turn/answer-sync.ts";
import { type DirectTarget, findDirectTarget } from "#lib/conversation/turn/find-direct-target.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { rememberCaller, rememberRefusals } from "../door/remember-caller.ts";
import { bearerOf } from "../http/bearer.ts";
import { directErrorBody } from "../http/direct-error-body.ts";
import { admitChatKey } from "./admit-chat-key.ts";
import { holdStartSlot } from "./hold-start-slot.ts";
import { limitRoute } from "./limit-route.ts";
import { type ErrorOptions, type RouteInput, routeHandler, withBody } from "./route-handler.ts";

export const chatDirectErrors: ErrorOptions = {
  failure: "Chat processing error",
  errorBody: directErrorBody,
};

const options = { ...chatDirectErrors, body: directRequest };
const limit = { limit: "chat" } as const;

/** Answers a question in one response, without a queue or a stream: for API keys, members and end users. */
export const chatDirectRoute = routeHandler(chatDirectErrors, async (bare) => {
  const { request, requestId } = bare;
  const key = await admitChatKey(request, requestId);
  if (key) {
    await limitRoute(request, limit, { ctx: key });
    const { body } = await withBody(bare, options);
    await holdStartSlot(key);
    return answer(key, request, { body, target: await findDirectTarget(key, body) });
  }
  const { session, links } = bearerOf(request.headers);
  const person = await findPerson(session);
  if (!person) throw new ParleyError("unauthorized", "Sign in first, or send an API key.");
  const input = await withBody(bare, options);
  const ctx = await admitSender(person, links, input);
  await holdStartSlot(ctx);
  const target = await findDirectTarget(ctx, input.body);
  await limitRoute(request, limit, { ctx, chatbotId: target.chatbot.id });
  return answer(ctx, request, { body: input.body, target });
});

function admitSender(
  person: PersonAdmission,
  links: readonly string[],
  { body, requestId }: RouteInput<DirectRequest>,
): Promise<Context> {
  const { conversationId } = body;
  return admitToOwnWorkspace(person, {
    chatbot: body.chatbotId ?? null,
    hasConversation: conversationId
      ? async (ctx) => (await findConversation(ctx, conversationId)) !== null
      : null,
    links,
    requestId,
  });
}

function answer(
  ctx: Context,
  request: Request,
  { body, target }: { body: DirectRequest; target: DirectTarget },
): Promise<unknown> {
  const key = request.headers.get("idempotency-key");
  const { id: chatbotId, handle } = target.chatbot;
  rememberCaller(request, ctx, handle);
  return rememberRefusals(request, { ctx, chatbotId }, () =>
    answerSync(ctx, {
      target,
      message: body.message,
      idempotencyKey: key === null ? undefined : idempotencyKey.parse(key),
    }),
  );
}
