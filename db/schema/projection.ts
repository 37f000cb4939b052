import {
  bigint,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import { tenantId } from "./columns.ts";
import { tenants } from "./tenant.ts";

/** Rows made from `events.events`, which may be deleted and made again at any time. */
export const projections = pgSchema("projections");

const at = (name: string) => timestamp(name, { withTimezone: true });
/** A rebuild writes a generation of its own beside the one that is read. */
const generation = () => integer("generation").notNull();
const position = () => bigint("position", { mode: "number" }).notNull();

/** How far each generation is. The row's lock makes its holder the only writer. */
export const checkpoints = projections.table(
  "checkpoints",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    generation: generation(),
    /** Of the code that writes it: builds of two versions each keep their own. */
    codeVersion: integer("code_version").notNull(),
    state: text("state", { enum: ["building", "live", "retired"] }).notNull(),
    position: position(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.generation] })],
);

const ofCheckpoint = (name: string, table: { tenantId: never; generation: never }) =>
  foreignKey({
    name,
    columns: [table.tenantId, table.generation],
    foreignColumns: [checkpoints.tenantId, checkpoints.generation],
  }).onDelete("cascade");

export const projectedTeams = projections.table(
  "teams",
  {
    tenantId: tenantId(),
    generation: generation(),
    teamId: text("team_id").notNull(),
    name: text("name").notNull(),
    slackChannel: text("slack_channel").notNull(),
    pollSchedule: text("poll_schedule"),
    /** The whole team: members, questions, free days. */
    state: jsonb("state").notNull(),
    version: integer("version").notNull(),
    createdAt: at("created_at").notNull(),
    updatedAt: at("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.generation, table.teamId] }),
    ofCheckpoint("teams_checkpoint_fk", table as never),
  ],
);

const ofTeam = (name: string, table: { tenantId: never; generation: never; teamId: never }) =>
  foreignKey({
    name,
    columns: [table.tenantId, table.generation, table.teamId],
    foreignColumns: [projectedTeams.tenantId, projectedTeams.generation, projectedTeams.teamId],
  }).onDelete("cascade");

export const projectedUpdates = projections.table(
  "status_updates",
  {
    tenantId: tenantId(),
    generation: generation(),
    updateId: text("update_id").notNull(),
    teamId: text("team_id").notNull(),
    content: text("content").notNull(),
    author: text("author").notNull(),
    slackUser: text("slack_user").notNull(),
    personId: text("person_id"),
    roundDate: date("round_date", { mode: "string" }),
    version: integer("version").notNull(),
    createdAt: at("created_at").notNull(),
    editedAt: at("edited_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.generation, table.updateId] }),
    ofTeam("status_updates_team_fk", table as never),
    index("status_updates_team_created_index").on(
      table.tenantId,
      table.generation,
      table.teamId,
      table.createdAt.desc(),
    ),
    index("status_updates_created_index").on(table.tenantId, table.generation, table.createdAt.desc()),
    index("status_updates_person_index").on(
      table.tenantId,
      table.generation,
      table.personId,
      table.createdAt.desc(),
    ),
  ],
);

export const projectedRounds = projections.table(
  "rounds",
  {
    tenantId: tenantId(),
    generation: generation(),
    teamId: text("team_id").notNull(),
    date: date("date", { mode: "string" }).notNull(),
    /** The whole round: who was asked, answered, is missing. */
    state: jsonb("state").notNull(),
    version: integer("version").notNull(),
    openedAt: at("opened_at").notNull(),
    closesAt: at("closes_at").notNull(),
    closedAt: at("closed_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.generation, table.teamId, table.date] }),
    ofTeam("rounds_team_fk", table as never),
  ],
);

/** The members of teams, one row for each membership. */
export const projectedPeople = projections.table(
  "people",
  {
    tenantId: tenantId(),
    generation: generation(),
    teamId: text("team_id").notNull(),
    personId: text("person_id").notNull(),
    name: text("name").notNull(),
    slackUser: text("slack_user").notNull(),
    timeZone: text("time_zone"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.generation, table.teamId, table.personId] }),
    ofTeam("people_team_fk", table as never),
    index("people_person_index").on(table.tenantId, table.generation, table.personId),
  ],
);

/** Streams that are no longer projected because an event of theirs cannot be applied. */
export const parkedStreams = projections.table(
  "parked_streams",
  {
    tenantId: tenantId(),
    generation: generation(),
    aggregateId: text("aggregate_id").notNull(),
    position: position(),
    reason: text("reason").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.generation, table.aggregateId] }),
    ofCheckpoint("parked_streams_checkpoint_fk", table as never),
  ],
);
