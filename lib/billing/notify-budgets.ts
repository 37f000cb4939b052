import { allows } from "#lib/access/permissions.ts";
import { admitJob } from "#lib/auth/admission/admit-job.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { isId } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { listMembers } from "#lib/tenant/list-members.ts";
import { sendBudgetEmailJob } from "./jobs.ts";
import { claimNotices, listTenantsToNotify } from "./queries/budgets.ts";

/**
 * Enqueues an email to each member who can read the workspace's usage, for every notice that has none yet.
 * Called after a turn, so it does not throw; `notifyMissedBudgets` finds notices that were missed.
 */
export async function notifyBudgets(ctx: Context): Promise<void> {
  try {
    await transactionWithJobs(ctx, [sendBudgetEmailJob], async (tx, enqueue) => {
      const notices = await claimNotices(tx);
      if (notices.length === 0) return;
      const readers = (await listMembers(tx)).filter(({ role }) => allows(role, "usage:read"));
      for (const noticeId of notices)
        for (const { id } of readers)
          if (isId("usr", id)) await enqueue(sendBudgetEmailJob, { noticeId, userId: id });
    });
  } catch (error) {
    log().warn({ tenantId: ctx.tenantId, ...errorFields(error) }, "enqueueing budget emails failed");
  }
}

/** Enqueues the emails for notices of all tenants whose process died before it did. */
export async function notifyMissedBudgets(operator: OperatorContext): Promise<void> {
  for (const tenantId of await listTenantsToNotify(operator))
    await notifyBudgets(admitJob(tenantId, "budget-notices"));
}
