import { methods } from "#app/_server/routes/methods.ts";
import { metricsResponse } from "#app/_server/routes/metrics-response.ts";
import { metricsRoute } from "#app/_server/routes/metrics-route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: metricsRoute(metricsResponse),
});
