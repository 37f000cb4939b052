import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { evolveRound, noRound, type RoundState } from "./model/round.ts";
import { type DatedEvent, readEvent } from "./model/status-event.ts";
import { roundStream, teamStream, updateStream } from "./model/streams.ts";
import { evolveTeam, noTeam, type TeamState } from "./model/team.ts";
import { evolveUpdate, noUpdate, type UpdateState } from "./model/update.ts";
import { readStream } from "./queries/events.ts";
import type { CommandResult } from "./schema.ts";

/** A stream's state from its events, with its version and its newest event. */
export type Loaded<State> = {
  stream: string;
  state: State;
  version: number;
  /** The stream's first and newest event; null for a stream that does not exist. */
  first: { result: CommandResult; event: DatedEvent } | null;
  last: CommandResult | null;
};

export const loadTeam = (ctx: Context, teamId: string): Promise<Loaded<TeamState>> =>
  load<TeamState>(ctx, teamStream(teamId), noTeam, evolveTeam);

export const loadUpdate = (ctx: Context, updateId: string): Promise<Loaded<UpdateState>> =>
  load<UpdateState>(ctx, updateStream(updateId), noUpdate, evolveUpdate);

export const loadRound = (ctx: Context, teamId: string, date: string): Promise<Loaded<RoundState>> =>
  load<RoundState>(ctx, roundStream(teamId, date), noRound, evolveRound);

/** @throws ParleyError conflict if the stream has an event that this build cannot read */
async function load<State>(
  ctx: Context,
  stream: string,
  none: State,
  evolve: (state: State, event: DatedEvent) => State,
): Promise<Loaded<State>> {
  const stored = await readStream(ctx, stream);
  let state = none;
  let first: Loaded<State>["first"] = null;
  let last: CommandResult | null = null;
  for (const { id: eventId, version, position, ...one } of stored) {
    const event = readable(one);
    state = evolve(state, event);
    last = { eventId, version, position };
    first ??= { result: last, event };
  }
  return { stream, state, version: stored.length, first, last };
}

function readable(stored: {
  type: string;
  data: unknown;
  schemaVersion: number;
  timestamp: Date;
}): DatedEvent {
  try {
    return { ...readEvent(stored), at: stored.timestamp.toISOString() };
  } catch (cause) {
    const message = "This can't be changed because one of its events can't be read.";
    throw Object.assign(new ParleyError("conflict", message), { cause });
  }
}
