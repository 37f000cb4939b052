import { startSync, stopSync } from "#app/_server/knowledge/sync.ts";
import { methods } from "#app/_server/routes/methods.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: startSync,
  DELETE: stopSync,
});
