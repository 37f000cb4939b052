import { createHash } from "node:crypto";
import type { OldTeam, OldUpdate } from "./plan-import.ts";

/** Number and SHA-256 of rows, in the order of their ids. Equal for equal rows, wherever they are stored. */
export type RowHash = { count: number; hash: string };

const hashOf = (rows: string[]): RowHash => ({
  count: rows.length,
  hash: createHash("sha256").update(rows.sort().join("\n")).digest("hex"),
});

export const hashTeams = (teams: Omit<OldTeam, "createdAt">[]): RowHash =>
  hashOf(teams.map((team) => JSON.stringify([team.teamId, team.name, team.slackChannel, team.pollSchedule])));

export const hashUpdates = (updates: Omit<OldUpdate, "createdAt">[]): RowHash =>
  hashOf(
    updates.map((one) => JSON.stringify([one.updateId, one.teamId, one.content, one.author, one.slackUser])),
  );
