import { allows } from "#lib/access/permissions.ts";
import { emailDelivery, sendEmail } from "#lib/core/email/send-email.ts";
import { publicUrl } from "#lib/core/env.ts";
import type { Id } from "#lib/core/ids.ts";
import { log } from "#lib/core/log.ts";
import type { JobHandler } from "#lib/jobs/define-job.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { listMembers } from "#lib/tenant/list-members.ts";
import { budgetEmail } from "./budget-email.ts";
import { findNotice } from "./queries/budgets.ts";

type Payload = { noticeId: Id<"bnt">; userId: Id<"usr"> };

/** Skips members who can no longer read the usage when the job runs. */
export const handler: JobHandler<Payload> = {
  async run(ctx, { noticeId, userId }) {
    const [notice, members] = await Promise.all([findNotice(ctx, noticeId), listMembers(ctx)]);
    const reader = members.find(({ id }) => id === userId);
    if (!notice || !reader || !allows(reader.role, "usage:read")) return;
    if (emailDelivery() === "none") {
      log().warn({ tenantId: ctx.tenantId, noticeId }, "budget email not sent: SMTP_URL is not set");
      return;
    }
    const { name, slug } = await getWorkspace(ctx);
    const usageUrl = `${publicUrl()}/admin/${slug}/usage`;
    await sendEmail(budgetEmail(reader.email, notice, { name, usageUrl }));
  },
  async giveUp(ctx, { noticeId }) {
    log().warn({ tenantId: ctx.tenantId, noticeId }, "budget email not sent");
  },
};
