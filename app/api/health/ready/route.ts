import { readyRoute } from "#app/_server/health.ts";
import { methods } from "#app/_server/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: readyRoute,
});
