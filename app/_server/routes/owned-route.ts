import { admitKnown } from "#lib/auth/admission/admit-known.ts";
import { isOpenTo } from "#lib/auth/admission/is-open-to.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { bearerOf } from "../http/bearer.ts";
import { admitChatKey } from "./admit-chat-key.ts";
import { type LimitOptions, limitRoute } from "./limit-route.ts";
import {
  type BodyOptions,
  type RouteHandler,
  type RouteInput,
  routeHandler,
  withBody,
} from "./route-handler.ts";

export type HandleOwned<B> = (
  ctx: Context,
  input: RouteInput<B> & { chatbotId: Id<"bot"> },
) => Promise<unknown>;
type Find = (ctx: Context, name: string) => Promise<{ chatbotId: Id<"bot"> } | null>;

/** For the owner of the thing in the path, which is searched for in each tenant that knows the caller. */
export function ownedRoute<B>(
  what: string,
  find: Find,
  options: BodyOptions<B> & LimitOptions,
  handle: HandleOwned<B>,
): RouteHandler {
  return routeHandler({}, async (bare) => {
    const { request, requestId, params, query } = bare;
    const keyContext = await admitChatKey(request, requestId);
    const input = await withBody(bare, options);
    const contexts = keyContext
      ? [keyContext]
      : await admitKnown(bearerOf(request.headers), query.get("chatbot"), requestId);
    const [first] = contexts;
    if (first) await limitRoute(request, options, { ctx: first });
    for (const ctx of contexts) {
      const found = await find(ctx, params.conversation ?? params.id ?? "");
      if (!found || !(await isOpenTo(ctx, found.chatbotId))) continue;
      return handle(ctx, { ...input, chatbotId: found.chatbotId });
    }
    throw notFound(what);
  });
}
