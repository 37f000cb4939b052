import { admitKey } from "#lib/auth/admission/admit-key.ts";
import type { ApiScope } from "#lib/auth/schema.ts";
import type { Context } from "#lib/context/context.ts";
import { type LimitOptions, limitRoute } from "./limit-route.ts";
import { requireKeyChatbot } from "./require-key-chatbot.ts";
import {
  type BodyOptions,
  type RouteHandler,
  type RouteInput,
  routeHandler,
  withBody,
} from "./route-handler.ts";

/** For an API key with the given scope. */
export function keyRoute<B = undefined>(
  options: BodyOptions<B> & LimitOptions & { scope: ApiScope },
  handle: (ctx: Context, input: RouteInput<B>) => Promise<unknown>,
): RouteHandler {
  const { errorBody, failure } = options;
  return routeHandler({ errorBody, failure }, async (input) => {
    const { request, requestId } = input;
    const ctx = await admitKey(request.headers.get("authorization") ?? "", options.scope, requestId);
    await limitRoute(request, options, { ctx });
    const whole = await withBody(input, options);
    await requireKeyChatbot(ctx, whole);
    return handle(ctx, whole);
  });
}
