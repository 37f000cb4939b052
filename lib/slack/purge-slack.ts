import { admitJob } from "#lib/auth/admission/admit-job.ts";
import { listSlackTenants } from "#lib/auth/admission/slack-address.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { deleteHandledBefore } from "./queries/installations.ts";

/** Longer than Slack repeats an event, and than a message is changed in place. */
const KEEP_MS = 30 * 86_400_000;

/** Deletes the marks of events that were handled, and messages that were sent, after 30 days. */
export async function purgeSlack(operator: OperatorContext): Promise<void> {
  const before = new Date(operator.now().getTime() - KEEP_MS);
  for (const tenantId of await listSlackTenants(operator))
    await deleteHandledBefore(admitJob(tenantId, "purge-slack"), before);
}
