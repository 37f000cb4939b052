import { readSystemStatus } from "#app/_server/pages/system-status.ts";
import { methods, operatorRoute } from "#app/_server/routes/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: operatorRoute({}, ({ operator }) => readSystemStatus(operator)),
});
