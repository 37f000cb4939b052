import { healthRoute } from "#app/_server/routes/health-route.ts";
import { methods } from "#app/_server/routes/methods.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: healthRoute,
});
