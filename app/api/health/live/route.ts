import { methods } from "#app/_server/routes/methods.ts";
import { publicRoute } from "#app/_server/routes/public-route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: publicRoute(async () => ({ status: "ok", service: "parley" })),
});
