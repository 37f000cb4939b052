import { getStandardModel } from "#lib/chatbot/connection/get-standard-model.ts";
import type { Context } from "#lib/context/context.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { writeDigestJob } from "../jobs.ts";
import type { Round } from "../model/round.ts";
import type { Team } from "../model/team.ts";
import { postDigest } from "./post-digest.ts";

/** How long after the closing a digest may be written by a model. */
const WRITING_MS = 60_000;

/** Until when a digest that is not posted yet may wait for its text; null if it needs none. */
export function writtenUntil(round: Round): Date | null {
  if (round.digest || round.closedAt === null) return null;
  // Without an answer there is nothing to sum up.
  if (!round.people.some(({ updateId }) => updateId !== null)) return null;
  return new Date(Date.parse(round.closedAt) + WRITING_MS);
}

/**
 * Brings the digest of a closed round to how things are now. A new one is written by a language model in a
 * job of its own; after a minute it is posted as a plain list.
 */
export async function keepDigest(ctx: Context, team: Team, round: Round): Promise<void> {
  const until = writtenUntil(round);
  const isWritten = until !== null && until > ctx.now() && !(await getStandardModel(ctx)).builtIn;
  if (!isWritten) return postDigest(ctx, team, round);
  const payload = { teamId: team.teamId, date: round.date };
  await transactionWithJobs(ctx, [writeDigestJob], (_, enqueue) =>
    enqueue(writeDigestJob, payload, { key: `${ctx.tenantId}/${round.date}/${team.teamId}` }),
  );
}
