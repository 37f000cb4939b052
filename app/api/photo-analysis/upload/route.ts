import { methods } from "#app/_server/routes/methods.ts";
import { uploadPhotoRoute } from "#app/_server/routes/photo-routes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: uploadPhotoRoute,
});
