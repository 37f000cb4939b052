import { admitKnown } from "#lib/auth/admission/admit-known.ts";
import { chatbotOfKey } from "#lib/auth/admission/chatbot-address.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { IMAGE_MAX_BYTES } from "#lib/images/limits.ts";
import { requireSlot, takeSlot } from "#lib/limits/take-slot.ts";
import { analyzePhoto } from "#lib/photo/analyze-photo.ts";
import { findOwnPhoto } from "#lib/photo/get-photo-analysis.ts";
import { photoSlots } from "#lib/photo/photo-slots.ts";
import { receivePhoto, requirePhotoAccess } from "#lib/photo/receive-photo.ts";
import { visitorCookie } from "../cookies/visitor-cookie.ts";
import { bearerOf } from "../http/bearer.ts";
import { prefersAsync } from "../http/prefer-header.ts";
import { readUpload, requireMultipart } from "../http/read-upload.ts";
import { admitChatKey } from "./admit-chat-key.ts";
import { admitRoomCreator } from "./admit-room-creator.ts";
import { limitRoute } from "./limit-route.ts";
import { type RouteHandler, type RouteInput, routeHandler } from "./route-handler.ts";

/**
 * For everyone who may create rooms, in the workspace of the chatbot `?chatbot=`. Responds with 201 when the
 * photo is analyzed; with `Prefer: respond-async`, with 202 when it is stored.
 */
export const uploadPhotoRoute = routeHandler({}, async ({ request, requestId, query }) => {
  const { ctx, visitorToken } = await admit(request, query.get("chatbot"), requestId);
  requireMultipart(request, "photo");
  await requirePhotoAccess(ctx);
  await limitRoute(request, { limit: "photo" }, { ctx });
  requireSlot(photoSlots());
  const bytes = await readUpload(request, "photo", IMAGE_MAX_BYTES);
  const response = await analyze(ctx, bytes, prefersAsync(request));
  if (visitorToken) response.headers.append("set-cookie", visitorCookie(request, ctx.tenantId, visitorToken));
  return response;
});

async function admit(request: Request, chatbot: string | null, requestId: string) {
  const key = await admitChatKey(request, requestId);
  if (!key) return admitRoomCreator(request.headers, chatbot, requestId);
  if (chatbot) await chatbotOfKey(key, chatbot);
  return { ctx: key, visitorToken: null };
}

async function analyze(ctx: Context, bytes: Uint8Array, isAsync: boolean): Promise<Response> {
  const release = takeSlot(photoSlots());
  const photo = await receivePhoto(ctx, bytes).catch((error: unknown) => {
    release();
    throw error;
  });
  const analysis = analyzePhoto(ctx, photo).finally(release);
  const headers = { "cache-control": "no-store", location: `/api/photo-analysis/${photo.id}` };
  if (!isAsync) return Response.json(await analysis, { status: 201, headers });
  // Its failure is stored, and returned by the next request for the photo.
  analysis.catch((error: unknown) => {
    if (!(error instanceof ParleyError))
      log().error({ requestId: ctx.requestId, ...errorFields(error) }, "analyzing a photo failed");
  });
  return Response.json({ id: photo.id }, { status: 202, headers });
}

/** For the owner of the photo in the path, which is searched for in each tenant that knows the caller. */
export function ownPhotoRoute(
  handle: (ctx: Context, photoId: Id<"pht">, input: RouteInput) => Promise<unknown>,
): RouteHandler {
  return routeHandler({}, async (input) => {
    const { request, requestId, params } = input;
    const key = await admitChatKey(request, requestId);
    const contexts = key ? [key] : await admitKnown(bearerOf(request.headers), null, requestId);
    const [first] = contexts;
    if (first) await limitRoute(request, {}, { ctx: first });
    for (const ctx of contexts) {
      const photo = await findOwnPhoto(ctx, params.id ?? "");
      if (photo) return handle(ctx, photo.id, input);
    }
    throw notFound("photo");
  });
}
