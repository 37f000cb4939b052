import type { WireReaction } from "#lib/rooms/wire.ts";

/** The reactions with someone's own added or taken back, shown before the server has it. */
export function toggleReaction(
  reactions: readonly WireReaction[],
  { emoji, on, participantId }: { emoji: string; on: boolean; participantId: string },
): WireReaction[] {
  const known = reactions.find((one) => one.emoji === emoji);
  const ids = known?.participant_ids ?? [];
  if (ids.includes(participantId) === on) return [...reactions];
  if (!known) return [...reactions, { emoji, count: 1, participant_ids: [participantId] }];
  const count = known.count + (on ? 1 : -1);
  const participant_ids = on ? [...ids, participantId] : ids.filter((id) => id !== participantId);
  return reactions.flatMap((one) =>
    one !== known ? one : count === 0 ? [] : { emoji, count, participant_ids },
  );
}
