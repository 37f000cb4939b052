import { ParleyError } from "#lib/core/errors.ts";
import { type IngestionSummary, isEnded } from "#lib/knowledge/ingestion/ingestion.ts";
import type { IngestOutcome } from "#lib/knowledge/schema.ts";

/**
 * Polls an ingestion until it ends.
 * @throws ParleyError invalid with the reason of the failure, conflict when a newer ingestion replaced it
 */
export async function readOutcome(
  asked: IngestionSummary,
  again: () => Promise<IngestionSummary>,
): Promise<IngestOutcome> {
  let ingestion = asked;
  while (!isEnded(ingestion.state)) ingestion = await again();
  if (ingestion.revision !== asked.revision) {
    throw new ParleyError("conflict", "Someone else uploaded it again in the meantime.");
  }
  const { state, outcome, reason, document } = ingestion;
  if (state === "cancelled") throw new ParleyError("conflict", "It was canceled.");
  if (state === "failed") throw new ParleyError("invalid", reason ?? "It could not be processed.");
  if (!document || !outcome) throw new ParleyError("conflict", "Someone else deleted it in the meantime.");
  const { id, chunks, windows, hidden } = document;
  return { outcome, document: id, chunks, windows, hidden: hidden.length };
}
