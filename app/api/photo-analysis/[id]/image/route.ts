import { imageResponse } from "#app/_server/http/image-response.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { ownPhotoRoute } from "#app/_server/routes/photo-routes.ts";
import { getPhotoFile } from "#lib/photo/get-photo-analysis.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** `?size=thumbnail`: 400 instead of 1,600 pixels. */
  GET: ownPhotoRoute(async (ctx, photoId, { query }) => {
    const file = query.get("size") === "thumbnail" ? "thumbnail" : "image";
    return imageResponse(await getPhotoFile(ctx, photoId, file));
  }),
});
