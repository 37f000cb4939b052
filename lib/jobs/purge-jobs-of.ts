import type { Id } from "#lib/core/ids.ts";
import { deleteJobsOf } from "./queries.ts";

/** Deletes every job of a workspace, in any state. */
export async function purgeJobsOf(tenantId: Id<"ten">): Promise<void> {
  await deleteJobsOf(tenantId);
}
