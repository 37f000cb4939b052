import { readHealth } from "#lib/core/health.ts";
import { publicRoute } from "./route.ts";

export const healthRoute = publicRoute(async () => {
  const health = await readHealth();
  return Response.json(health, {
    status: health.status === "down" ? 503 : 200,
    headers: { "cache-control": "no-store", ...(health.status === "down" ? { "retry-after": "5" } : {}) },
  });
});
