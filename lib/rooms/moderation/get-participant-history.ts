import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { getOwnModerator } from "../participants/own-participant.ts";
import { presentParticipant } from "../present.ts";
import { listFormerNames } from "../queries/moderation.ts";
import { findParticipant } from "../queries/participants.ts";
import type { WireParticipant } from "../wire.ts";

/** `until`: when the name was replaced. */
export type ParticipantHistory = WireParticipant & { former_names: { name: string; until: string }[] };

/** Gets a participant with their former names, for moderators. */
export async function getParticipantHistory(
  ctx: Context,
  roomId: Id<"rom">,
  participantId: string,
): Promise<ParticipantHistory> {
  const id = parseId("par", participantId, "participant");
  await getOwnModerator(ctx, ctx, roomId);
  const row = await findParticipant(ctx, roomId, id);
  if (!row) throw notFound("participant");
  const names = await listFormerNames(ctx, roomId, id);
  const former_names = names.map(({ name, until }) => ({ name, until: until.toISOString() }));
  return { ...presentParticipant(row), former_names };
}
