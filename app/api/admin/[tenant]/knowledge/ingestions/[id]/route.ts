import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { cancelIngestion } from "#lib/knowledge/ingestion/cancel-ingestion.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Cancels it; what was there before stays. */
  DELETE: memberRoute({ permission: "knowledge:write" }, ({ ctx }, { params }) =>
    cancelIngestion(ctx, parseId("ing", params.id ?? "", "ingestion")),
  ),
});
