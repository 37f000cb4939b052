import { putFile } from "#app/_server/knowledge/files.ts";
import { methods } from "#app/_server/routes/methods.ts";

export const maxDuration = 60;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: putFile,
});
