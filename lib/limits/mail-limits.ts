import type { Limit } from "#lib/core/kv/kv.ts";

export const mailKinds = ["signUp", "reset", "security", "invitation", "newInvitation", "notice"] as const;
export type MailKind = (typeof mailKinds)[number];

/** Who an email is counted for. `pair`: one workspace and one recipient. */
export const mailScopes = ["recipient", "pair", "client", "sender", "tenant", "instance"] as const;
export type MailScope = (typeof mailScopes)[number];

const DAY = 86_400_000;
/** At most this many in any 24 hours: half of them at once, since an empty bucket refills within the day. */
const perDay = (most: number): Limit => ({ tokens: Math.ceil(most / 2), windowMs: DAY });
/** One an hour after the first few, so that a link that expires after an hour can always be replaced. */
const hourly = (atOnce: number): Limit => ({ tokens: atOnce, windowMs: atOnce * 3_600_000 });

/** For invitations from any workspace. */
const invited = { recipient: perDay(6), pair: perDay(2) };

/** Every email that a person can cause. An email counts against all limits of its kind, or is refused. */
export const mailLimits: Record<MailKind, Partial<Record<MailScope, Limit>>> = {
  /** To any address, by anyone who reaches the sign-up page. */
  signUp: { recipient: perDay(12), client: perDay(60), instance: perDay(2_000) },
  /** To people with an account, by anyone. */
  reset: { recipient: hourly(6), client: perDay(60), instance: perDay(2_000) },
  /** Notices that a password or the second factor changed. */
  security: { recipient: perDay(20), instance: perDay(5_000) },
  /** To any address, by a workspace that is used. */
  invitation: {
    ...invited,
    sender: perDay(100),
    tenant: perDay(200),
    instance: perDay(5_000),
  },
  /** The same by a new workspace. All new ones together cannot use up what the others may send. */
  newInvitation: {
    ...invited,
    sender: perDay(10),
    tenant: perDay(10),
    instance: perDay(200),
  },
  /** To owners and admins: notices that a budget is nearly or fully used. */
  notice: { recipient: perDay(40), pair: perDay(20), tenant: perDay(100), instance: perDay(5_000) },
};

/** Alerts to the operator, whatever causes them. */
export const alertMailLimit: Limit = perDay(200);

/** Invitations of both kinds to one person count together. */
export function bucketName(kind: MailKind, scope: MailScope): string {
  return `${kind === "newInvitation" && scope in invited ? "invitation" : kind}:${scope}`;
}

/** The most emails in any 24 hours: a full bucket and its refill. */
export function mostPerDay({ tokens, windowMs }: Limit): number {
  return tokens + Math.floor((tokens * DAY) / windowMs);
}
