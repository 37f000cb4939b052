import { admitJob } from "#lib/auth/admission/admit-job.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { purgeConversations } from "#lib/conversation/purge-conversations.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { purgeJobsOf } from "#lib/jobs/purge-jobs-of.ts";
import { purgeFiles, purgeKnowledge } from "#lib/knowledge/purge-knowledge.ts";
import { purgePresence } from "#lib/rooms/purge-presence.ts";
import { deleteWorkspace, listDueWorkspaces } from "#lib/tenant/delete-workspace.ts";

/** Deletes the workspaces whose time is over. One that fails is tried again the next time. */
export async function purgeWorkspaces(operator: OperatorContext): Promise<void> {
  for (const tenantId of await listDueWorkspaces(operator)) {
    await purgeWorkspace(operator, tenantId).catch((error: unknown) =>
      log().error({ tenantId, ...errorFields(error) }, "workspace not deleted"),
    );
  }
}

/**
 * Deletes everything of a workspace: rows, embeddings, files and jobs. What Redis counts or caches of it has
 * expired by then. If interrupted, the workspace itself is still there, and the next run continues.
 */
async function purgeWorkspace(operator: OperatorContext, tenantId: Id<"ten">): Promise<void> {
  const ctx = admitJob(tenantId, "purge");
  await purgeJobsOf(tenantId);
  await purgeConversations(ctx);
  await purgeKnowledge(ctx);
  await purgePresence(ctx);
  if (!(await deleteWorkspace(operator, ctx))) return;
  // Again, for what a job that was running has stored meanwhile.
  await purgeJobsOf(tenantId);
  await purgeFiles(ctx);
  log().info({ tenantId }, "workspace deleted");
}
