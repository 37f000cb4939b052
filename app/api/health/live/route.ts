import { methods, publicRoute } from "#app/_server/routes/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: publicRoute(async () => ({ status: "ok", service: "parley" })),
});
