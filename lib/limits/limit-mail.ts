import type { OperatorContext } from "#lib/context/context.ts";
import { type MailPermit, permitMail } from "#lib/core/email/mail-permit.ts";
import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { log } from "#lib/core/log.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { describeWait } from "./describe-wait.ts";
import { bucketName, type MailKind, type MailScope, mailLimits, mailScopes } from "./mail-limits.ts";
import { mailboxOf } from "./mailbox-of.ts";
import { refundAttempts, takeAttempts } from "./queries.ts";

/** An email and who caused it. `client`: the address of the request, from `clientAddressOf`. */
export type MailCause = { kind: MailKind; to: string } & Partial<{
  client: string;
  senderId: Id<"usr">;
  tenantId: Id<"ten">;
}>;

/**
 * Counts an email against every limit that applies, in Postgres, so that all processes and restarts share the
 * count. A refused email does not count.
 * @throws ParleyError limited, with a `Refusal`
 */
export async function limitMail(operator: OperatorContext, cause: MailCause): Promise<MailPermit> {
  const takes = takesOf(cause);
  const taken = await takeAttempts(operator, takes);
  const refused = takes.flatMap((take, i) => {
    const one = taken[i];
    return one && !one.allowed ? [{ ...take, seconds: Math.ceil(one.retryAfterMs / 1_000) }] : [];
  });
  const longest = refused.sort((a, b) => b.seconds - a.seconds)[0];
  if (!longest) return permitMail();
  const given = takes.filter((_, i) => taken[i]?.allowed);
  if (given.length > 0) await refundAttempts(operator, given);
  throw new ParleyError("limited", sentence(cause, longest.scope, describeWait(longest.seconds)), {
    retryAfter: longest.seconds,
    limit: `mail-${cause.kind}-${longest.scope}`,
    quota: longest.limit.tokens,
    window: longest.limit.windowMs / 1_000,
  });
}

/** Like `limitMail`, for an email that is skipped if refused. @returns null then */
export async function limitNotice(operator: OperatorContext, cause: MailCause): Promise<MailPermit | null> {
  try {
    return await limitMail(operator, cause);
  } catch (error) {
    if (!(error instanceof ParleyError) || error.code !== "limited") throw error;
    log().warn({ kind: cause.kind, tenantId: cause.tenantId }, "email not sent: limit reached");
    return null;
  }
}

function takesOf(cause: MailCause) {
  const who: Record<MailScope, string | undefined> = {
    recipient: mailboxOf(cause.to),
    pair: cause.tenantId && `${cause.tenantId}/${mailboxOf(cause.to)}`,
    client: cause.client,
    sender: cause.senderId,
    tenant: cause.tenantId,
    instance: "",
  };
  return mailScopes.flatMap((scope) => {
    const limit = mailLimits[cause.kind][scope];
    if (!limit) return [];
    const of = who[scope];
    if (of === undefined) throw new Error(`An email of kind ${cause.kind} needs its ${scope}.`);
    const tokens = Math.max(1, Math.round(limit.tokens * env().MAIL_LIMIT_SCALE));
    const bucket = keyedHash(`mail:${bucketName(cause.kind, scope)}:${of}`);
    return [{ scope, bucket, limit: { tokens, windowMs: limit.windowMs } }];
  });
}

function sentence({ kind }: MailCause, scope: MailScope, wait: string): string {
  const isInvitation = kind === "invitation" || kind === "newInvitation";
  const insteadOfMail = isInvitation ? " You can share an invitation link instead." : "";
  switch (scope) {
    case "recipient":
    case "pair":
      if (isInvitation)
        return `This person has received enough invitations for now. Try again in ${wait}.${insteadOfMail}`;
      return `We already sent emails to this address. Use the link in the latest one, or try again in ${wait}.`;
    case "client":
      return `Too many emails were requested from your network. Try again in ${wait}.`;
    case "sender":
      return `You've reached your limit on emails for now. Try again in ${wait}.${insteadOfMail}`;
    case "tenant":
      return `This workspace has reached its limit on emails for now. Try again in ${wait}.${insteadOfMail}`;
    case "instance":
      return `This server has reached its limit on emails for now. Try again in ${wait}.${insteadOfMail}`;
  }
}
