import type { Context } from "#lib/context/context.ts";
import { localDate } from "#lib/core/local-time.ts";
import type { Team } from "../model/team.ts";
import { findUpdates, findWriters, type ReadUpdate } from "../queries/reads.ts";
import type { CheckInAsker } from "./asker.ts";
import { candidatesOf, matchWho, type Who } from "./match-who.ts";
import type { WorkQuestion } from "./read-question.ts";
import { momentsOf, readSpan, type Span } from "./read-span.ts";

/** An update as an answer shows it. */
export type Statement = {
  updateId: string;
  author: string;
  team: string;
  /** In the zone of the person who asks. */
  day: string;
  text: string;
};

/** `who`: as in “by …”; `isOwn`: the person who asks. */
export type Work =
  | { kind: "found"; who: string; isOwn: boolean; span: Span; statements: Statement[]; older: number }
  | { kind: "nothing"; who: string; isOwn: boolean; span: Span }
  | { kind: "unknown"; said: string }
  | { kind: "several"; said: string; names: string[] }
  | { kind: "no-span"; said: string }
  | { kind: "no-name" };

export const MAX_STATEMENTS = 20;
/** Of more, nobody wants to know the number. */
export const MAX_COUNTED = 200;
const MAX_WRITERS = 2_000;

/**
 * Finds what someone, a team, or everyone wrote in a time, the oldest first. Without a time: this week. The
 * caller has made sure that the person who asks may read check-ins.
 */
export async function findWork(
  ctx: Context,
  { who, when }: WorkQuestion,
  { teams, asker }: { teams: readonly Team[]; asker: CheckInAsker },
): Promise<Work> {
  const span = readSpan(when ?? "this week", localDate(ctx.now(), asker.timeZone));
  if (!span) return { kind: "no-span", said: when ?? "" };
  const wanted = await whoIsMeant(ctx, who, teams, asker);
  if ("kind" in wanted) return wanted;
  const moments = momentsOf(span, asker.timeZone);
  const updates = await findUpdates(ctx, { ...wanted.filter, ...moments, limit: MAX_COUNTED + 1 });
  const { name, isOwn } = wanted;
  if (updates.length === 0) return { kind: "nothing", who: name, isOwn, span };
  const names = new Map(teams.map(({ teamId, name: team }) => [teamId, team]));
  const statements = updates
    .slice(0, MAX_STATEMENTS)
    .reverse()
    .map((update) => statementOf(update, names, asker.timeZone));
  const older = Math.max(0, updates.length - MAX_STATEMENTS);
  return { kind: "found", who: name, isOwn, span, statements, older };
}

type Wanted = {
  name: string;
  isOwn: boolean;
  filter: { teamId?: string; by?: { personIds: string[]; authors: string[] } };
};

async function whoIsMeant(
  ctx: Context,
  said: WorkQuestion["who"],
  teams: readonly Team[],
  asker: CheckInAsker,
): Promise<Wanted | Work> {
  if (said === null) return { name: "everyone", isOwn: false, filter: {} };
  if (said.toLowerCase() === "me") {
    if (asker.personIds.length === 0) return { kind: "no-name" };
    return { name: "you", isOwn: true, filter: { by: { personIds: asker.personIds, authors: [] } } };
  }
  const writers = await findWriters(ctx, MAX_WRITERS);
  const match = matchWho(candidatesOf(teams, writers), said);
  if (match.kind === "none") return { kind: "unknown", said };
  if (match.kind === "several") return { kind: "several", said, names: match.names };
  return wantedOf(match.who);
}

function wantedOf(who: Who): Wanted {
  if (who.kind === "team")
    return { name: `the ${who.name} team`, isOwn: false, filter: { teamId: who.teamId } };
  const { name, personIds } = who;
  return { name, isOwn: false, filter: { by: { personIds, authors: [name] } } };
}

function statementOf(update: ReadUpdate, teams: Map<string, string>, timeZone: string): Statement {
  const { updateId, author, teamId, createdAt, content } = update;
  const team = teams.get(teamId) ?? teamId;
  return { updateId, author, team, day: localDate(createdAt, timeZone), text: withoutQuestions(content) };
}

/** An update without the questions of its form. */
function withoutQuestions(content: string): string {
  return content
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^\*\*.+\*\*$/.test(line))
    .join("\n");
}
