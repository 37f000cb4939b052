import { admitKey } from "#lib/auth/admission/admit-key.ts";
import type { Context } from "#lib/context/context.ts";
import { requireSameOrigin } from "../http/same-origin.ts";

/**
 * The context of an API key with the scope `chat`, or null if the request has none: then cookies decide, and
 * a change must come from this site's own pages.
 */
export async function admitChatKey(request: Request, requestId: string): Promise<Context | null> {
  const authorization = request.headers.get("authorization");
  if (authorization) return admitKey(authorization, "chat", requestId);
  if (request.method !== "GET") requireSameOrigin(request);
  return null;
}
