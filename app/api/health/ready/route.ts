import { readyRoute } from "#app/_server/routes/health.ts";
import { methods } from "#app/_server/routes/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: readyRoute,
});
