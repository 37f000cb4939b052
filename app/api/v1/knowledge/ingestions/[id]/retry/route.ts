import { restartIngestion } from "#app/_server/knowledge/ingestions.ts";
import { methods } from "#app/_server/routes/methods.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: restartIngestion,
});
