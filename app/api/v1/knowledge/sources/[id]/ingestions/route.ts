import { z } from "zod";
import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { parseId } from "#lib/core/ids.ts";
import { ingestionStates } from "#lib/knowledge/ingestion/ingestion.ts";
import { listIngestions } from "#lib/knowledge/ingestion/list-ingestions.ts";

const listQuery = z.object({
  states: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(ingestionStates)))
    .optional(),
  after: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** `?states=failed,queued`, `?after=PATH`, `?limit=`. */
  GET: keyRoute({ scope: "knowledge:read" }, (ctx, { params, query }) =>
    listIngestions(
      ctx,
      parseId("src", params.id ?? "", "source"),
      listQuery.parse(Object.fromEntries(query)),
    ),
  ),
});
