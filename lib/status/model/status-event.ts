import { z } from "zod";
import { member, teamSettings } from "../schema.ts";

/** The shape of `data` that this build writes. Older ones are brought up by `upcast`. */
export const SCHEMA_VERSION = 1;
/** Takes the place of a person's id in the events of someone who was erased. */
export const FORGOTTEN = "forgotten";

const teamId = z.string().min(1).max(255);
const personId = z.string().min(1).max(255);
const date = z.iso.date();
const at = z.iso.datetime({ offset: true });

const team = teamSettings.extend({ teamId, members: z.array(member) });
/** After a person was erased, `content` and `author` are empty and `isForgotten` is set. */
const update = z.object({
  updateId: z.string().min(1).max(255),
  teamId,
  content: z.string(),
  author: z.string(),
  slackUser: z.string(),
  personId: z.string().nullable(),
  /** The round it answers; null for one outside rounds. */
  roundDate: date.nullable(),
  isForgotten: z.boolean().optional(),
});
const inRound = z.object({ teamId, date, personId });
/** What a round expects of a person when it opens. */
const expected = z.object({
  personId,
  name: z.string(),
  state: z.enum(["waiting", "away", "answered"]),
  updateId: z.string().nullable().default(null),
});

const one = <T extends string, D extends z.ZodType>(type: T, data: D) =>
  z.object({ type: z.literal(type), data });

export const statusEvent = z.discriminatedUnion("type", [
  one("team.registered", team),
  /** A team that an imported database held without an event. */
  one("team.imported", team),
  one("team.changed", z.object({ teamId, changes: teamSettings.partial() })),
  one("team.archived", z.object({ teamId })),
  one("member.added", z.object({ teamId, member })),
  one("member.removed", z.object({ teamId, personId })),
  one("member.away-set", z.object({ teamId, personId, away: member.shape.away })),
  one("member.zone-changed", z.object({ teamId, personId, timeZone: member.shape.timeZone })),
  one("member.reminders-set", z.object({ teamId, personId, reminders: z.boolean() })),
  one("round.opened", z.object({ teamId, date, closesAt: at, people: z.array(expected) })),
  one("round.asked", inRound.extend({ by: z.enum(["slack", "web"]) })),
  one("round.snoozed", inRound.extend({ until: at })),
  one("round.skipped", inRound.extend({ reason: z.enum(["today", "away"]) })),
  one("round.reminded", inRound),
  one("round.answered", inRound.extend({ name: z.string(), updateId: z.string(), isLate: z.boolean() })),
  one("round.closed", z.object({ teamId, date, reason: z.enum(["time", "all-answered"]) })),
  one(
    "round.digest-posted",
    z.object({ teamId, date, channel: z.string(), messageId: z.string().nullable() }),
  ),
  one("update.submitted", update),
  one("update.imported", update),
  one("update.edited", z.object({ updateId: z.string(), content: z.string() })),
  one("update.removed", z.object({ updateId: z.string() })),
  /** The named streams were emptied of what they said about a person. */
  one("person.forgotten", z.object({ streams: z.array(z.string()) })),
]);

export type StatusEvent = z.infer<typeof statusEvent>;
type StatusEventType = StatusEvent["type"];
export type EventOf<T extends StatusEventType> = Extract<StatusEvent, { type: T }>;
/** An event and when it happened, as an ISO timestamp. */
export type DatedEvent = StatusEvent & { at: string };

export const eventTypes: ReadonlySet<string> = new Set(
  statusEvent.options.map((option) => option.shape.type.value),
);

/** Brings `data` of an older shape up to this build's, one version at a time. */
const upcasts: ((type: string, data: unknown) => unknown)[] = [];

/**
 * Reads a stored event, of this shape or an older one.
 * @throws ZodError for an unknown type or data that does not have its shape
 */
export function readEvent(stored: { type: string; data: unknown; schemaVersion: number }): StatusEvent {
  const { type, schemaVersion } = stored;
  if (schemaVersion > SCHEMA_VERSION)
    throw new RangeError(`This build reads events up to version ${SCHEMA_VERSION}, not ${schemaVersion}.`);
  let { data } = stored;
  for (const upcast of upcasts.slice(Math.max(0, schemaVersion - 1))) data = upcast(type, data);
  return statusEvent.parse({ type, data });
}
