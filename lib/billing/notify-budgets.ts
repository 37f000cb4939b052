import { allows } from "#lib/access/permissions.ts";
import { admitJob } from "#lib/auth/admission/admission.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { isId } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { listMembers } from "#lib/tenant/list-members.ts";
import { sendBudgetEmailJob } from "./jobs.ts";
import { listTenantsToNotify, takeNotices } from "./queries.ts";

/**
 * Puts a mail for each who answers for the workspace's usage into the queue, for every notice that has none yet. For after a
 * turn: it does not throw, since a notice that is left is found by `tellForgottenBudgets`.
 */
export async function notifyBudgets(ctx: Context): Promise<void> {
  try {
    await transactionWithJobs(ctx, [sendBudgetEmailJob], async (tx, enqueue) => {
      const notices = await takeNotices(tx);
      if (notices.length === 0) return;
      const readers = (await listMembers(tx)).filter(({ role }) => allows(role, "usage:read"));
      for (const noticeId of notices)
        for (const { id } of readers)
          if (isId("usr", id)) await enqueue(sendBudgetEmailJob, { noticeId, userId: id });
    });
  } catch (error) {
    log().warn({ tenantId: ctx.tenantId, ...errorFields(error) }, "budget notices not queued");
  }
}

/** For notices whose process died before it told of them, of all tenants. */
export async function notifyMissedBudgets(operator: OperatorContext): Promise<void> {
  for (const tenantId of await listTenantsToNotify(operator))
    await notifyBudgets(admitJob(tenantId, "budget-notices"));
}
