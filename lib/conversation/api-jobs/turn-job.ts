import { type Id, idFromUuid, idToUuid, isId } from "#lib/core/ids.ts";
import type { TurnState } from "../schema.ts";

/** A turn as whoever asked for it without waiting sees it. */
export type TurnJob = {
  id: Id<"job">;
  turnId: Id<"trn">;
  conversationId: Id<"cnv">;
  messageId: Id<"msg">;
  state: "queued" | TurnState;
  /** `characters`: of the answer so far. */
  progress: { characters: number };
  attempts: number;
  errorCode: string | null;
  /** The answer, once there is no more to come. */
  text: string | null;
  startedAt: string;
  endedAt: string | null;
};

/** A turn as it is stored, with its answer's text. */
export type StoredTurn = {
  turnId: Id<"trn">;
  conversationId: Id<"cnv">;
  answerId: Id<"msg">;
  state: TurnState;
  isWaiting: boolean;
  attempts: number;
  errorCode: string | null;
  text: string;
  startedAt: Date;
  endedAt: Date | null;
};

/** A turn's job has the turn's own number. */
export const jobOfTurn = (turnId: Id<"trn">): Id<"job"> => idFromUuid("job", idToUuid(turnId));

/** Null for what is no job's id. */
export function turnOfJob(id: string): Id<"trn"> | null {
  return isId("job", id) ? idFromUuid("trn", idToUuid(id)) : null;
}

export function toTurnJob(turn: StoredTurn, characters: number): TurnJob {
  const { turnId, conversationId, answerId, state, attempts, errorCode } = turn;
  return {
    id: jobOfTurn(turnId),
    turnId,
    conversationId,
    messageId: answerId,
    state: turn.isWaiting && state === "running" ? "queued" : state,
    progress: { characters },
    attempts,
    errorCode,
    text: state === "running" ? null : turn.text,
    startedAt: turn.startedAt.toISOString(),
    endedAt: turn.endedAt?.toISOString() ?? null,
  };
}
