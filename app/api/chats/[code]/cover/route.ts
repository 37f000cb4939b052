import { imageResponse } from "#app/_server/http/image-response.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { IMAGE_MAX_BYTES } from "#lib/images/limits.ts";
import { getCover, removeCover, setCover } from "#lib/rooms/lifecycle/set-cover.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, async ({ ctx, roomId }) => imageResponse(await getCover(ctx, roomId))),
  /** The body is the file itself. */
  PUT: roomRoute<Uint8Array>(
    { body: "bytes", maxBytes: IMAGE_MAX_BYTES, limit: "photo" },
    ({ ctx, roomId }, { body }) => setCover(ctx, roomId, body),
  ),
  DELETE: roomRoute({}, ({ ctx, roomId }) => removeCover(ctx, roomId)),
});
