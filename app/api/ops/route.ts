import { readSystemStatus } from "#app/_server/pages/system-status.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { operatorRoute } from "#app/_server/routes/operator-route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: operatorRoute({}, ({ operator }) => readSystemStatus(operator)),
});
