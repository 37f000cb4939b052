import { type Id, idFromUuid, idToUuid, isId } from "#lib/core/ids.ts";
import type { TurnState } from "../schema.ts";

/** A turn as API clients see it that asked for it asynchronously. */
export type TurnJob = {
  id: Id<"job">;
  turnId: Id<"trn">;
  conversationId: Id<"cnv">;
  messageId: Id<"msg">;
  state: "queued" | TurnState;
  /** `characters`: length of the answer so far. */
  progress: { characters: number };
  attempts: number;
  errorCode: string | null;
  /** The answer, once the turn has ended. */
  text: string | null;
  startedAt: string;
  endedAt: string | null;
};

/** A stored turn with the text of its answer. */
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

/** A job has the UUID of its turn. */
export const jobOfTurn = (turnId: Id<"trn">): Id<"job"> => idFromUuid("job", idToUuid(turnId));

/** Null where this is not the id of a job. */
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
