import { publicRoute } from "#app/_server/route.ts";

export const GET = publicRoute(async () => ({ status: "ok", service: "parley" }));
