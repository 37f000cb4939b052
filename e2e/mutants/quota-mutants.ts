import type { Mutant } from "./list.ts";

const accounts = { project: "integration", test: "lib/auth/account/accounts.integration.test.ts" } as const;
const workspaces = { project: "integration", test: "lib/tenant/workspaces.integration.test.ts" } as const;
const mail = { project: "integration", test: "lib/limits/limit-mail.integration.test.ts" } as const;
const quotas = { project: "integration", test: "lib/quotas/quotas.integration.test.ts" } as const;
const embedded = { project: "integration", test: "lib/ai/embed-counted.integration.test.ts" } as const;

/** Bugs in plans, limits on emails, and charging for embeddings. */
export const quotaMutants: Mutant[] = [
  {
    name: "mail: a part after a plus makes a new recipient",
    file: "lib/limits/limit-mail.ts",
    find: "recipient: mailboxOf(cause.to),",
    put: "recipient: cause.to,",
    ...mail,
  },
  {
    name: "mail: an email that was refused counts for the sender",
    file: "lib/limits/limit-mail.ts",
    find: "if (given.length > 0) await refundAttempts(operator, given);",
    put: "",
    ...mail,
  },
  {
    name: "mail: a bucket of a day is forgotten before it is full",
    file: "lib/limits/queries.ts",
    find: "and allowed_at < clock_timestamp() - interval '1 day'",
    put: "and allowed_at < clock_timestamp()",
    ...mail,
  },
  {
    name: "mail: a new workspace sends like one that is used",
    file: "lib/tenant/invite-member.ts",
    find: '(await isUsed(ctx)) ? "invitation" : "newInvitation"',
    put: '(await isUsed(ctx)) ? "invitation" : "invitation"',
    ...workspaces,
  },
  {
    name: "mail: two invitations to one address at once",
    file: "lib/tenant/invite-member.ts",
    find: "if (email && open.some((one) => one.email === email)) throw alreadyInvited();",
    put: "",
    ...workspaces,
  },
  {
    name: "mail: names carry links",
    file: "lib/core/email/plain-name.ts",
    find: '.replace(DOTS_IN_WORDS, " ")',
    put: "",
    ...workspaces,
  },
  {
    name: "mail: an unsubscribe link needs no proof",
    file: "lib/mail/subscription.ts",
    find: "timingSafeEqual(given, right) ? key : null",
    put: "key ? key : null",
    ...workspaces,
  },
  {
    name: "mail: a notice is sent to a person who ended it",
    file: "lib/billing/send-budget-email.ts",
    find: "if (await isUnsubscribed(operator, of)) return;",
    put: "",
    project: "integration",
    test: "lib/billing/budget-notices.integration.test.ts",
  },
  {
    name: "mail: requesting a reset ends the link that was sent before",
    file: "lib/auth/account/request-password-reset.ts",
    find: "  const { token, hash } = createRandomToken();",
    put: '  await operator.db.execute("delete from platform.email_tokens");\n  const { token, hash } = createRandomToken();',
    ...accounts,
  },
  {
    name: "quotas: the last place is counted without a lock",
    file: "lib/quotas/take-quota.ts",
    find: "await lockQuota(tx, quota);",
    put: "",
    ...quotas,
    project: "services",
  },
  {
    name: "quotas: a daily quota is passed by the second take",
    file: "lib/quotas/queries/uses.ts",
    find: "or u.used + excluded.used <=",
    put: "or u.used <=",
    ...quotas,
  },
  {
    name: "quotas: an account creates one workspace too many",
    file: "lib/quotas/take-workspace-quota.ts",
    find: "used < limit)",
    put: "used <= limit)",
    ...quotas,
  },
  {
    name: "quotas: passages are checked before and not taken",
    file: "lib/knowledge/ingestion/put-document.ts",
    find: "    await takeQuota(tx, growth);\n",
    put: "",
    ...quotas,
  },
  {
    name: "quotas: an accepted invitation takes no place",
    file: "lib/tenant/accept-invitation.ts",
    find: "await takeQuota(tx, { members: 1 });",
    put: "",
    ...quotas,
  },
  {
    name: "quotas: an owner allows more messages than the plan",
    file: "lib/billing/update-budget.ts",
    find: "if (replacesDefault) await requireWithinPlan(ctx, messages);",
    put: "",
    ...quotas,
  },
  {
    name: "quotas: parser time is given back whole",
    file: "lib/knowledge/ingestion/prepare-within-quota.ts",
    find: "Math.max(0, LONGEST_SECONDS - meter.ms / 1_000)",
    put: "LONGEST_SECONDS",
    ...quotas,
  },
  {
    name: "quotas: a crawl is not counted",
    file: "lib/knowledge/crawling/sync-site.ts",
    find: "...countRequests(ctx, run.web.fetchPage),",
    put: "",
    project: "integration",
    test: "lib/knowledge/crawling/sync-source.integration.test.ts",
  },
  {
    name: "usage: vectors are made beyond the budget",
    file: "lib/billing/charge-embeddings.ts",
    find: "if (refused) throw",
    put: "if (refused && tx === null) throw",
    ...embedded,
  },
  {
    name: "usage: a document's vectors are not charged",
    file: "lib/ai/embed-counted.ts",
    find: "if (charged) await chargeEmbeddings(ctx, charged);",
    put: "",
    ...embedded,
  },
];
