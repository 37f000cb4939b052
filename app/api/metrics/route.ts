import { metricsResponse } from "#app/_server/routes/metrics.ts";
import { methods, metricsRoute } from "#app/_server/routes/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: metricsRoute(metricsResponse),
});
