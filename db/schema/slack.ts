import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import type { SlackMessage } from "#lib/slack/schema.ts";
import { createdAt, id, tenantId } from "./columns.ts";
import { platform } from "./platform.ts";
import { tenants } from "./tenant.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** The Slack workspace that a workspace is connected to, at most one. */
export const slackInstallations = platform.table(
  "slack_installations",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    teamId: text("team_id").notNull(),
    teamName: text("team_name").notNull(),
    appId: text("app_id").notNull(),
    botUserId: text("bot_user_id").notNull(),
    /** The bot token, encrypted; null once Slack has revoked it. */
    sealedToken: text("sealed_token"),
    installedBy: id("installed_by", "usr").notNull(),
    connectedAt: moment("connected_at").notNull(),
    revokedAt: moment("revoked_at"),
    /** Until when Slack asked for no more messages. */
    pausedUntil: moment("paused_until"),
  },
  (table) => [primaryKey({ columns: [table.tenantId] })],
);

/** What Slack sent and was handled: each has its effect once. */
export const slackEvents = platform.table(
  "slack_events",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    eventId: text("event_id").notNull(),
    receivedAt: moment("received_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.eventId] }),
    index("slack_events_received_index").on(table.receivedAt),
  ],
);

/** People of the connected Slack workspace who have used the app, as Slack last described them. */
export const slackPeople = platform.table(
  "slack_people",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    slackUser: text("slack_user").notNull(),
    name: text("name").notNull(),
    timeZone: text("time_zone"),
    isActive: boolean("is_active").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.slackUser] })],
);

/**
 * Messages to Slack, stored together with what they tell about. A message that may have arrived is never sent
 * again.
 */
export const slackDeliveries = platform.table(
  "slack_deliveries",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    id: id("id", "sld").notNull(),
    position: bigint("position", { mode: "number" }).generatedAlwaysAsIdentity(),
    /** Names the occasion, for which there is one message. */
    key: text("key").notNull(),
    /** A channel or a person. */
    target: text("target").notNull(),
    message: jsonb("message").$type<SlackMessage>().notNull(),
    /** The key of the message in whose thread this one is. */
    threadKey: text("thread_key"),
    /** The key of the message that this one replaces. */
    editKey: text("edit_key"),
    /**
     * `unknown`: Slack did not respond, so the message may have arrived. `dismissed`: a person settled that,
     * or a failure.
     */
    state: text("state", { enum: ["due", "sending", "sent", "failed", "unknown", "dismissed"] })
      .notNull()
      .default("due"),
    dueAt: moment("due_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    claimedAt: moment("claimed_at"),
    /** Where it was posted: a person's direct messages have a channel of their own. */
    channel: text("channel"),
    /** Slack's name of the message within the channel. */
    ts: text("ts"),
    sentAt: moment("sent_at"),
    /** Slack's error code. */
    error: text("error"),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique("slack_deliveries_key_unique").on(table.tenantId, table.key),
    index("slack_deliveries_order_index").on(table.tenantId, table.state, table.position),
  ],
);
