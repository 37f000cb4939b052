import { healthRoute } from "#app/_server/health.ts";

export const GET = healthRoute;
