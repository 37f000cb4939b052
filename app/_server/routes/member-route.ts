import type { Permission } from "#lib/access/permissions.ts";
import { admitMember, type MemberAdmission } from "#lib/auth/admission/admit-member.ts";
import { accountCookie } from "../cookies/session-cookies.ts";
import { requireSameOrigin } from "../http/same-origin.ts";
import { type LimitOptions, limitRoute } from "./limit-route.ts";
import {
  type BodyOptions,
  type RouteHandler,
  type RouteInput,
  routeHandler,
  withBody,
} from "./route-handler.ts";

/** For a member of the workspace in the path whose role has the permission. */
export function memberRoute<B = undefined>(
  options: BodyOptions<B> & LimitOptions & { permission: Permission },
  handle: (member: MemberAdmission, input: RouteInput<B>) => Promise<unknown>,
): RouteHandler {
  return routeHandler({}, async (input) => {
    const member = await admitMemberOf(input, options.permission);
    await limitRoute(input.request, options, member);
    return handle(member, await withBody(input, options));
  });
}

/** The member behind a request to `/…/[tenant]/…`. @throws ParleyError see `admitMember` */
export async function admitMemberOf(
  { request, requestId, params }: RouteInput,
  permission: Permission,
): Promise<MemberAdmission> {
  if (request.method !== "GET") requireSameOrigin(request);
  return admitMember(accountCookie(request.headers, "session"), params.tenant ?? "", permission, requestId);
}
