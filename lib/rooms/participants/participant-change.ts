import { ParleyError } from "#lib/core/errors.ts";
import type { LockedRoom } from "../order/write-to-room.ts";
import { insertFormerName, listFormerNames } from "../queries/moderation.ts";
import { deleteBan, isNameTaken, type ParticipantRow, putBan } from "../queries/participants.ts";
import type {
  ModerationAction,
  ModerationDetails,
  ParticipantChange,
  UpdateParticipantRequest,
} from "../schema.ts";
import { nameKey } from "./name-key.ts";
import { nameTaken } from "./name-taken.ts";

export const BAN_MS = 7 * 24 * 3_600_000;
/** Renames of oneself within `RENAME_MS`. */
const MAX_RENAMES = 3;
const RENAME_MS = 24 * 3_600_000;

/** What an action does to a participant: new values, what everyone is notified of, and what the log says. */
export type ChangeOfParticipant = {
  change: Partial<ParticipantRow>;
  /** `join` announces a person who was admitted from the lobby. */
  event: ParticipantChange | "join";
  action: ModerationAction;
  details?: ModerationDetails;
};

type Subject = { own: ParticipantRow; target: ParticipantRow; reserved: ReadonlySet<string> };

/**
 * @throws ParleyError conflict for a name that is taken and for someone who is not in the lobby, limited for
 * people who rename themselves too often
 */
export async function changeOf(
  { tx, room, at }: LockedRoom,
  request: UpdateParticipantRequest,
  { own, target, reserved }: Subject,
): Promise<ChangeOfParticipant> {
  const { departure, role, mutedUntil } = target;
  const before = mutedUntil?.toISOString() ?? null;
  switch (request.action) {
    case "mute": {
      const until = new Date(at.getTime() + request.minutes * 60_000);
      const details = { before, after: until.toISOString(), minutes: request.minutes };
      return { change: { mutedUntil: until }, event: "muted", action: "muted", details };
    }
    case "unmute":
      return { change: { mutedUntil: null }, event: "unmuted", action: "unmuted", details: { before } };
    case "remove":
      return {
        change: { departure: departure ?? "removed", leftAt: target.leftAt ?? at },
        event: "removed",
        action: "removed",
      };
    case "ban": {
      await putBan(tx, target, new Date(at.getTime() + BAN_MS));
      const change = {
        departure: "banned" as const,
        leftAt: target.leftAt ?? at,
        role: "participant" as const,
      };
      return { change, event: "banned", action: "banned", details: { before: role } };
    }
    case "unban":
      await deleteBan(tx, room.id, target.id);
      return {
        change: { departure: departure === "banned" ? "removed" : departure },
        event: "unbanned",
        action: "unbanned",
      };
    case "admit":
    case "refuse": {
      if (departure !== "waiting") throw new ParleyError("conflict", "This person is no longer waiting.");
      return request.action === "admit"
        ? { change: { departure: null, leftAt: null, joinedAt: at }, event: "join", action: "admitted" }
        : { change: { departure: "refused" }, event: "refused", action: "refused" };
    }
    case "role":
      return {
        change: { role: request.role },
        event: "role",
        action: request.role === "moderator" ? "made_moderator" : "unmade_moderator",
        details: { before: role, after: request.role },
      };
    case "hand_over":
      if (departure !== null) throw new ParleyError("conflict", "This person isn't in the room.");
      return { change: { role: "host", mutedUntil: null }, event: "role", action: "handed_over" };
    case "rename": {
      const key = nameKey(request.name);
      const isReserved = target.userIdHash === null && target.role !== "host" && reserved.has(key);
      if (isReserved || (await isNameTaken(tx, room.id, key, target.id))) throw nameTaken();
      const former = await listFormerNames(tx, room.id, target.id);
      if (own.id === target.id && own.role === "participant") requireRareRenames(former, own, at);
      await insertFormerName(tx, room.id, {
        participantId: target.id,
        name: target.name,
        until: at,
        changedBy: own.id,
      });
      return { change: { name: request.name, nameKey: key }, event: "renamed", action: "renamed" };
    }
  }
}

function requireRareRenames(
  former: { until: Date; changedBy: string }[],
  own: ParticipantRow,
  at: Date,
): void {
  const recent = former.filter(
    ({ until, changedBy }) => changedBy === own.id && at.getTime() - until.getTime() < RENAME_MS,
  );
  const oldest = recent.at(-1);
  if (!oldest || recent.length < MAX_RENAMES) return;
  const retryAfter = Math.ceil((oldest.until.getTime() + RENAME_MS - at.getTime()) / 1_000);
  const message = `You can change your name ${MAX_RENAMES} times a day.`;
  throw new ParleyError("limited", message, { reason: "renames", retryAfter });
}
