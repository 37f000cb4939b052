import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { hashAccessCode, newAccessCode } from "./access-code.ts";
import { insertAccessCode } from "./queries/access-codes.ts";
import type { AccessCodeInput } from "./schema.ts";

/** Creates a code that gives full access. @returns the code, of which only the hash is stored */
export async function createAccessCode(ctx: Context, { days, uses }: AccessCodeInput): Promise<string> {
  const code = newAccessCode();
  const hash = hashAccessCode(ctx.tenantId, code) ?? "";
  await transaction(ctx, async (tx) => {
    await insertAccessCode(tx, { hash, days, usesLeft: uses });
    await recordAudit(tx, { action: "code.made", target: hash.slice(0, 8), details: { days, uses } });
  });
  return code;
}
