import { admitToChatbot } from "#lib/auth/admission/admit-to-chatbot.ts";
import { chatbotOfKey } from "#lib/auth/admission/chatbot-address.ts";
import type { Context } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { expectTurn } from "#lib/conversation/turn/expect-turn.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import type { Asker } from "#lib/limits/limit-requests.ts";
import { visitorCookie } from "../cookies/visitor-cookie.ts";
import { rememberCaller, rememberRefusals } from "../door/remember-caller.ts";
import { bearerOf } from "../http/bearer.ts";
import { toResponse } from "../http/respond.ts";
import { admitChatKey } from "./admit-chat-key.ts";
import { holdStartSlot } from "./hold-start-slot.ts";
import { type LimitOptions, limitRoute } from "./limit-route.ts";
import {
  type BodyOptions,
  type RouteHandler,
  type RouteInput,
  routeHandler,
  withBody,
} from "./route-handler.ts";

export type ChatAdmission = { ctx: Context; chatbotId: Id<"bot"> };

/**
 * For anyone who may chat with a chatbot: a member of its workspace, an end user, a visitor (a new one if the
 * chatbot is open to visitors) or an API key. The handle is `chatbot` in the body or the query.
 */
export function chatbotRoute<B = undefined>(
  options: BodyOptions<B> & LimitOptions,
  handle: (admission: ChatAdmission, input: RouteInput<B>) => Promise<unknown>,
): RouteHandler {
  return routeHandler({}, async (bare) => {
    const { request, requestId, query } = bare;
    const keyContext = await admitChatKey(request, requestId);
    const input = await withBody(bare, options);
    const inBody = (input.body as { chatbot?: unknown } | undefined)?.chatbot;
    const inUrl = query.get("chatbot");
    const named = inBody ?? inUrl;
    if (inBody !== undefined && inUrl !== null && inBody !== inUrl)
      throw new ParleyError("invalid", "The URL and the body name different chatbots.");
    if (typeof named !== "string" || !named)
      throw new ParleyError("invalid", "The chatbot is missing. Add ?chatbot=HANDLE to the URL.");
    const answer = async ({ ctx, chatbotId }: ChatAdmission, counted: Omit<Asker, "address">) => {
      const respond = async () => {
        if (options.limit === "chat") expectTurn(sealOperator(), ctx, chatbotId);
        await limitRoute(request, options, counted);
        if (options.limit === "chat") await holdStartSlot(ctx);
        return handle({ ctx, chatbotId }, input);
      };
      if (options.limit !== "chat") return respond();
      rememberCaller(request, ctx, named);
      return rememberRefusals(request, { ctx, chatbotId }, respond);
    };
    if (keyContext) {
      const chatbotId = await chatbotOfKey(keyContext, named);
      return answer({ ctx: keyContext, chatbotId }, { ctx: keyContext });
    }
    const { ctx, chatbotId, freshToken } = await admitToChatbot(named, bearerOf(request.headers), requestId);
    const response = toResponse(await answer({ ctx, chatbotId }, { ctx, chatbotId }), requestId);
    if (freshToken) response.headers.append("set-cookie", visitorCookie(request, ctx.tenantId, freshToken));
    return response;
  });
}
