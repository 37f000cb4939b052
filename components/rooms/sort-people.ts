import type { RoomRole } from "#lib/rooms/schema.ts";
import type { WireParticipant } from "#lib/rooms/wire.ts";

const order: Record<RoomRole, number> = { host: 0, moderator: 1, bot: 2, participant: 3 };

/** Host, moderators and the chatbot first, then people who are here, then by name. */
export function sortPeople(
  people: readonly WireParticipant[],
  here: ReadonlySet<string> | null,
): WireParticipant[] {
  const isAway = ({ id, role }: WireParticipant) => Number(role === "participant" && !here?.has(id));
  return people.toSorted(
    (one, other) =>
      order[one.role] - order[other.role] ||
      isAway(one) - isAway(other) ||
      one.name.localeCompare(other.name),
  );
}
