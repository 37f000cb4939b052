import { stopIngestion } from "#app/_server/knowledge/ingestions.ts";
import { methods } from "#app/_server/routes/methods.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: stopIngestion,
});
