import { purgeAnalytics } from "#lib/analytics/erase-events.ts";
import { admitJob } from "#lib/auth/admission/admit-job.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { purgeConversations } from "#lib/conversation/purge-conversations.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { purgeJobsOf } from "#lib/jobs/purge-jobs-of.ts";
import { purgeFiles, purgeKnowledge } from "#lib/knowledge/purge-knowledge.ts";
import { purgePresence } from "#lib/rooms/participants/purge-presence.ts";
import { deleteWorkspace, listDueWorkspaces } from "#lib/tenant/delete-workspace.ts";

/** Deletes the workspaces whose grace period is over. One that fails is retried by the next run. */
export async function purgeWorkspaces(operator: OperatorContext): Promise<void> {
  for (const tenantId of await listDueWorkspaces(operator)) {
    await purgeWorkspace(operator, tenantId).catch((error: unknown) =>
      log().error({ tenantId, ...errorFields(error) }, "workspace deletion failed"),
    );
  }
}

/**
 * Deletes everything of a workspace: rows, embeddings, files and jobs. What Redis counts or caches expires by
 * itself. If interrupted, the workspace's own row still exists, and the next run continues.
 */
async function purgeWorkspace(operator: OperatorContext, tenantId: Id<"ten">): Promise<void> {
  const ctx = admitJob(tenantId, "purge");
  await purgeJobsOf(tenantId);
  await purgeAnalytics(ctx);
  await purgeConversations(ctx);
  await purgeKnowledge(ctx);
  await purgePresence(ctx);
  if (!(await deleteWorkspace(operator, ctx))) return;
  // Again, because a running job may have stored something in the meantime.
  await purgeJobsOf(tenantId);
  await purgeFiles(ctx);
  await purgeAnalytics(ctx);
  log().info({ tenantId }, "workspace deleted");
}
