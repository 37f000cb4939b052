import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import { project } from "./projection/project.ts";
import { forgetPerson } from "./queries/events.ts";
import { findPersonIds } from "./queries/reads.ts";

/**
 * Erases a person from check-ins: what they wrote and where they are named, in events and in projections.
 * Their events stay, empty. Repeated, it changes nothing. @returns the number of events changed
 */
export async function forgetInCheckIns(ctx: Context, personId: string): Promise<number> {
  const persons = await findPersonIds(ctx, personId);
  const changed = await forgetPerson(ctx, { persons, eventId: newId("evt") });
  if (changed > 0) await project(ctx);
  return changed;
}
