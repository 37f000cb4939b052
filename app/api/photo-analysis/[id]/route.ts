import { methods } from "#app/_server/routes/methods.ts";
import { ownPhotoRoute } from "#app/_server/routes/photo-routes.ts";
import { getPhotoAnalysis } from "#lib/photo/get-photo-analysis.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: ownPhotoRoute((ctx, photoId, { request }) => getPhotoAnalysis(ctx, photoId, request.signal)),
});
