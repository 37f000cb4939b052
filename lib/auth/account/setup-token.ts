import { timingSafeEqual } from "node:crypto";
import type { OperatorContext } from "#lib/context/context.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { hasUsers } from "../queries/users.ts";

/**
 * What makes the first account of a production instance; the log prints it while there is none. It comes from the
 * instance's secret, so every process knows the same one, and it opens nothing once somebody has an account.
 */
export async function setupToken(operator: OperatorContext): Promise<string | null> {
  return (await hasUsers(operator)) ? null : token();
}

export function isSetupToken(given: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token())];
  return one.length === other.length && timingSafeEqual(one, other);
}

const token = () => keyedHash("first account");
