import type { Context } from "#lib/context/context.ts";
import { eraseQuotingAnswers } from "#lib/conversation/erase-quoting-answers.ts";
import type { JobHandler } from "#lib/jobs/define-job.ts";
import { project } from "../projection/project.ts";
import { forgetInDigests } from "./forget-in-digests.ts";

export type Quoted = {
  /** All ids by which the erased person was known; none for a removed update. */
  persons: string[];
  /** What they wrote; projections may no longer hold it. */
  written: { updateId: string; teamId: string; roundDate: string | null }[];
};

export const handler: JobHandler<Quoted> = { run: forgetQuotes, giveUp: async () => {} };

/** Erases answers that quoted updates, and takes an erased person out of digests. It can be repeated. */
export async function forgetQuotes(ctx: Context, { persons, written }: Quoted): Promise<void> {
  await project(ctx);
  await eraseQuotingAnswers(
    ctx,
    written.map(({ updateId }) => updateId),
  );
  if (persons.length > 0) await forgetInDigests(ctx, persons, written);
}
