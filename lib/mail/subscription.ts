import { timingSafeEqual } from "node:crypto";
import type { Id } from "#lib/core/ids.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { mailboxOf } from "#lib/limits/mailbox-of.ts";

/** Emails that a person can unsubscribe from: a workspace's notices, or all invitations of this instance. */
export type Subscription =
  | { kind: "notice"; tenantId: Id<"ten">; email: string }
  | { kind: "invitation"; email: string };

/** The key under which an unsubscription is stored. It reveals no address. */
export function subscriptionKey(of: Subscription): string {
  const scope = of.kind === "notice" ? of.tenantId : "";
  return keyedHash(`subscription:${of.kind}:${scope}:${mailboxOf(of.email)}`);
}

/** The token in an unsubscribe link. It allows unsubscribing and nothing else. */
export function subscriptionToken(of: Subscription): string {
  const key = subscriptionKey(of);
  return `${key}.${proofOf(key)}`;
}

/** @returns the key of a token that this instance issued, else null */
export function readSubscriptionToken(token: string): string | null {
  const [key = "", proof = ""] = token.split(".");
  const [given, right] = [Buffer.from(proof), Buffer.from(proofOf(key))];
  return given.length === right.length && timingSafeEqual(given, right) ? key : null;
}

const proofOf = (key: string) => keyedHash(`unsubscribe:${key}`);
