import type { Context } from "#lib/context/context.ts";
import { eraseQuotingAnswers } from "#lib/conversation/erase-quoting-answers.ts";
import { newId } from "#lib/core/ids.ts";
import { project } from "./projection/project.ts";
import { forgetPerson } from "./queries/events.ts";
import { findPersonIds, findUpdates } from "./queries/reads.ts";
import { forgetInDigests } from "./rounds/forget-in-digests.ts";

const MAX_WRITTEN = 10_000;

/**
 * Erases a person from check-ins: what they wrote and where they are named, in events, projections, digests,
 * and answers that quoted them.
 * Their events stay, empty. Repeated, it changes nothing. @returns the number of events changed
 */
export async function forgetInCheckIns(ctx: Context, personId: string): Promise<number> {
  const persons = await findPersonIds(ctx, personId);
  const written = (
    await Promise.all(persons.map((id) => findUpdates(ctx, { personId: id, limit: MAX_WRITTEN })))
  ).flat();
  const changed = await forgetPerson(ctx, { persons, eventId: newId("evt") });
  if (changed > 0) await project(ctx);
  await eraseQuotingAnswers(
    ctx,
    written.map(({ updateId }) => updateId),
  );
  await forgetInDigests(ctx, persons, written);
  return changed;
}
