import { readOperation } from "#app/_server/operation.ts";
import { methods, operatorRoute } from "#app/_server/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: operatorRoute({}, ({ operator }) => readOperation(operator)),
});
