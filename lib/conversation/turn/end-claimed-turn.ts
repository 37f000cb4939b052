// Every end of a turn goes through ../queries/end-turn.ts.
import { builtInModelId } from "#lib/ai/language-model.ts";
import { settlingUsage } from "#lib/billing/settle-usage.ts";
import type { Context } from "#lib/context/context.ts";
import { endTurn } from "../queries/end-turn.ts";
import type { findClaimedTurn } from "../queries/turns.ts";
import type { TurnChunk, TurnEnd } from "../schema.ts";
import { type LogEntry, writeLogEntry } from "../stream/log-entry.ts";
import { shownBy, storedChunks, textBy, withoutRetracted } from "../stream/turn-chunks.ts";
import type { QuotedPassage } from "./turn.ts";

/** A turn that this process has claimed without answering it: its process died, or it was queued. */
export type ClaimedTurn = NonNullable<Awaited<ReturnType<typeof findClaimedTurn>>>;

/**
 * Ends a claimed turn with the output in its log: as stopped if that was requested, else as interrupted.
 * @returns whether another turn of its conversation is queued, and whether a budget notification is due; null
 * where this process no longer holds it
 */
export async function endClaimedTurn(
  tx: Context,
  turn: ClaimedTurn,
  log: LogEntry[],
): Promise<{ hasNext: boolean; isDue: boolean } | null> {
  const entries = withoutRetracted(log);
  const chunks = entries.map(({ chunk }) => chunk);
  const text = (textBy(chunks) || turn.kept).toWellFormed();
  const end: TurnEnd = turn.isStopRequested
    ? { state: "stopped" }
    : { state: "interrupted", errorCode: "process_ended" };
  const citations = chunks.flatMap((chunk) => (chunk.type === "data-citation" ? [chunk.data] : []));
  const quoted = entries.flatMap(({ quote }): QuotedPassage[] => (quote ? [quote] : []));
  const { cards, skills: calls } = shownBy(chunks);
  // No process will finish the running ones.
  const skills = calls.map((call) =>
    call.state === "running" ? { ...call, state: "failed" as const } : call,
  );
  const whole: TurnChunk[] = storedChunks(turn, { ...end, text, citations, cards, skills });
  const row = {
    tenantId: tx.tenantId,
    turnId: turn.turnId,
    epoch: turn.epoch,
    firstOffset: 0,
    chunks: whole.map((chunk) => writeLogEntry({ chunk })),
  };
  const unknown = { inputTokens: null, outputTokens: null, firstTokenAt: null };
  const { state, errorCode = null } = end;
  const settling = settlingUsage(tx, turn.turnId, {
    ...unknown,
    outputChars: text.length,
    inputChars: null,
    isUnused: turn.model === builtInModelId || turn.attempts === 0,
  });
  const result = {
    ...unknown,
    state,
    errorCode,
    text,
    quoted,
    cards,
    skills,
    grounding: null,
    evidence: null,
  };
  return endTurn(tx, turn, result, [row], settling);
}
