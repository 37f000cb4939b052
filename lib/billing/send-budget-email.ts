import { allows } from "#lib/access/permissions.ts";
import { operatorOfJob } from "#lib/auth/admission/admit-job.ts";
import { emailDelivery, sendEmail } from "#lib/core/email/send-email.ts";
import { publicUrl } from "#lib/core/env.ts";
import type { Id } from "#lib/core/ids.ts";
import { log } from "#lib/core/log.ts";
import type { JobHandler } from "#lib/jobs/define-job.ts";
import { limitNotice } from "#lib/limits/limit-mail.ts";
import { isUnsubscribed } from "#lib/mail/is-unsubscribed.ts";
import { unsubscribeLinks } from "#lib/mail/unsubscribe-links.ts";
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
    const { email } = reader;
    const operator = operatorOfJob(ctx);
    const of = { kind: "notice", tenantId: ctx.tenantId, email } as const;
    if (await isUnsubscribed(operator, of)) return;
    const { name, slug } = await getWorkspace(ctx);
    const usageUrl = `${publicUrl()}/admin/${slug}/usage`;
    const permit = await limitNotice(operator, { kind: "notice", to: email, tenantId: ctx.tenantId });
    if (permit) await sendEmail(permit, budgetEmail(email, notice, { name, usageUrl }, unsubscribeLinks(of)));
  },
  async giveUp(ctx, { noticeId }) {
    log().warn({ tenantId: ctx.tenantId, noticeId }, "budget email not sent");
  },
};
