import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { getIngestion } from "#lib/knowledge/ingestion/get-ingestion.ts";
import { type IngestionSummary, isEnded } from "#lib/knowledge/ingestion/ingestion.ts";
import { accepted, preferredWaitMs } from "../http/prefer-header.ts";

/** Responds with an ingestion, after the wait that the caller asked for. */
export async function ingestionResponse(
  ctx: Context,
  request: Request,
  asked: IngestionSummary,
): Promise<Response> {
  const waitMs = preferredWaitMs(request);
  const ingestion =
    waitMs > 0 && !isEnded(asked.state)
      ? await getIngestion(ctx, asked.id as Id<"ing">, { waitMs, signal: request.signal })
      : asked;
  return accepted(ingestion, isEnded(ingestion.state));
}
