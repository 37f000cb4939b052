import { ParleyError } from "#lib/core/errors.ts";
import { type IngestionSummary, isEnded } from "#lib/knowledge/ingestion/ingestion.ts";
import type { IngestOutcome } from "#lib/knowledge/schema.ts";

/**
 * Follows an ingestion to its end, by asking again for as long as it goes on.
 * @throws ParleyError invalid with the reason for which it failed, conflict when something newer took its place
 */
export async function readOutcome(
  asked: IngestionSummary,
  again: () => Promise<IngestionSummary>,
): Promise<IngestOutcome> {
  let ingestion = asked;
  while (!isEnded(ingestion.state)) ingestion = await again();
  if (ingestion.revision !== asked.revision) {
    throw new ParleyError("conflict", "It was uploaded again by someone else in the meantime.");
  }
  const { state, outcome, reason, document } = ingestion;
  if (state === "cancelled") throw new ParleyError("conflict", "It was canceled.");
  if (state === "failed") throw new ParleyError("invalid", reason ?? "It could not be processed.");
  if (!document || !outcome)
    throw new ParleyError("conflict", "It was deleted by someone else in the meantime.");
  const { id, chunks, windows, hidden } = document;
  return { outcome, document: id, chunks, windows, hidden: hidden.length };
}
