import { admitPerson, type PersonAdmission } from "#lib/auth/admission/admit-person.ts";
import { admitGuest } from "#lib/auth/admission/admit-to-chatbot.ts";
import { bearerOf } from "../http/bearer.ts";
import type { ChatAdmission } from "./chatbot-route.ts";
import { type LimitOptions, limitRoute } from "./limit-route.ts";
import { type BodyOptions, type RouteHandler, type RouteInput, withBody } from "./route-handler.ts";
import { signedInRoute } from "./signed-in-route.ts";

/** For a signed-in person who joins the chatbot named in the body. `ctx` is the guest they have been. */
export function joinRoute<B extends { chatbot: string }>(
  options: BodyOptions<B> & LimitOptions,
  handle: (admission: ChatAdmission & { person: PersonAdmission }, input: RouteInput<B>) => Promise<unknown>,
): RouteHandler {
  return signedInRoute(admitPerson, {}, async (person, bare: RouteInput) => {
    const { request, requestId } = bare;
    const input = await withBody(bare, options);
    const { ctx, chatbotId } = await admitGuest(input.body.chatbot, bearerOf(request.headers), requestId);
    await limitRoute(request, options, { ctx, chatbotId });
    return handle({ ctx, chatbotId, person }, input);
  });
}
