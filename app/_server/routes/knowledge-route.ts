import type { Permission } from "#lib/access/permissions.ts";
import { admitKey } from "#lib/auth/admission/admit-key.ts";
import type { ApiScope } from "#lib/auth/schema.ts";
import type { Context } from "#lib/context/context.ts";
import { type LimitOptions, limitRoute } from "./limit-route.ts";
import { admitMemberOf } from "./member-route.ts";
import { requireKeyChatbot } from "./require-key-chatbot.ts";
import {
  type BodyOptions,
  type RouteHandler,
  type RouteInput,
  routeHandler,
  withBody,
} from "./route-handler.ts";

/**
 * For one handler at two addresses: below `/api/admin/[tenant]` a member whose role has the permission, below
 * `/api/v1` an API key with the scope of the same name. Neither address accepts the other's credential.
 */
export function knowledgeRoute<B = undefined>(
  options: BodyOptions<B> & LimitOptions & { permission: Permission & ApiScope },
  handle: (ctx: Context, input: RouteInput<B>) => Promise<unknown>,
): RouteHandler {
  return routeHandler({}, async (input) => {
    const { request, requestId, params } = input;
    const { ctx } =
      params.tenant === undefined
        ? { ctx: await admitKey(request.headers.get("authorization") ?? "", options.permission, requestId) }
        : await admitMemberOf(input, options.permission);
    await limitRoute(request, options, { ctx });
    const whole = await withBody(input, options);
    await requireKeyChatbot(ctx, whole);
    return handle(ctx, whole);
  });
}
