import { timingSafeEqual } from "node:crypto";
import type { OperatorContext } from "#lib/context/context.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { hasUsers } from "../queries/users.ts";

/**
 * Returns the token that allows creating the first account of a production instance; it is logged until then.
 * It is derived from the instance's secret, so every process has the same one, and it is useless once an
 * account exists.
 */
export async function setupToken(operator: OperatorContext): Promise<string | null> {
  return (await hasUsers(operator)) ? null : token();
}

export function isSetupToken(given: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token())];
  return one.length === other.length && timingSafeEqual(one, other);
}

const token = () => keyedHash("first account");
