import { z } from "zod";
import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Team } from "./model/team.ts";
import { waitForPosition } from "./projection/wait-for-position.ts";
import {
  findTeam,
  findTeams,
  findUpdate,
  findUpdates,
  type ReadUpdate,
  readPosition,
} from "./queries/reads.ts";
import type { WireTeam, WireUpdate } from "./schema.ts";

const LATEST = 10;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

const listQuery = z.object({
  team_id: z.string().max(255).optional(),
  /** A time, or the id of the last update of the page before. */
  before: z.string().max(255).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
});
const positionQuery = z.object({ after: z.coerce.number().int().min(0).optional() });

/** An empty parameter means the same as an absent one. */
const given = (query: URLSearchParams) => Object.fromEntries([...query].filter(([, value]) => value !== ""));

/** @throws ParleyError invalid; unavailable if the position in `after` is not projected within two seconds */
async function waitForAfter(ctx: Context, query: URLSearchParams): Promise<void> {
  const { after } = positionQuery.parse(given(query));
  if (after !== undefined) await waitForPosition(ctx, after);
}

/** @throws ParleyError invalid, unavailable */
export async function listWireTeams(ctx: Context, query: URLSearchParams): Promise<{ teams: WireTeam[] }> {
  await waitForAfter(ctx, query);
  const teams = await findTeams(ctx);
  return { teams: teams.filter(({ kind }) => kind === "active").map(toWireTeam) };
}

/** @throws ParleyError not_found, invalid, unavailable */
export async function getWireTeam(
  ctx: Context,
  teamId: string,
  query: URLSearchParams,
): Promise<WireTeam & { updates: WireUpdate[] }> {
  await waitForAfter(ctx, query);
  const team = await findTeam(ctx, teamId);
  if (!team) throw notFound("team");
  const updates = await findUpdates(ctx, { teamId, limit: LATEST });
  return { ...toWireTeam(team), updates: updates.map(toWireUpdate) };
}

/** @throws ParleyError invalid, unavailable */
export async function listWireUpdates(
  ctx: Context,
  query: URLSearchParams,
): Promise<{ updates: WireUpdate[]; position: number }> {
  const { team_id: teamId, before, limit } = listQuery.parse(given(query));
  await waitForAfter(ctx, query);
  const until = before === undefined ? {} : await readBefore(ctx, before);
  // Before the rows: they then include at least this position.
  const position = await readPosition(ctx);
  const updates = await findUpdates(ctx, { teamId, limit, ...until });
  return { updates: updates.map(toWireUpdate), position };
}

async function readBefore(ctx: Context, before: string) {
  const time = z.iso.datetime({ offset: true }).safeParse(before);
  if (time.success) return { before: new Date(time.data) };
  const update = await findUpdate(ctx, before);
  if (!update) throw new ParleyError("invalid", "before: use an ISO 8601 time or the id of an update.");
  return { olderThan: update };
}

const toWireTeam = ({ teamId, name, slackChannel, pollSchedule, createdAt, updatedAt }: Team): WireTeam => ({
  team_id: teamId,
  name,
  slack_channel: slackChannel,
  poll_schedule: pollSchedule,
  created_at: createdAt,
  updated_at: updatedAt,
});

const toWireUpdate = ({
  updateId,
  teamId,
  content,
  author,
  slackUser,
  createdAt,
}: ReadUpdate): WireUpdate => ({
  update_id: updateId,
  team_id: teamId,
  content,
  author,
  slack_user: slackUser,
  created_at: createdAt.toISOString(),
});
