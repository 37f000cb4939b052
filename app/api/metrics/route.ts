import { answerMetrics } from "#app/_server/metrics.ts";
import { methods, metricsRoute } from "#app/_server/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: metricsRoute(answerMetrics),
});
