import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { hashAccessCode, newAccessCode } from "./access-code.ts";
import { insertAccessCode } from "./queries.ts";
import type { AccessCodeInput } from "./schema.ts";

/** A code that makes whoever enters it established. @returns it, this once: only its hash is kept */
export async function createAccessCode(ctx: Context, { days, uses }: AccessCodeInput): Promise<string> {
  const code = newAccessCode();
  const hash = hashAccessCode(ctx.tenantId, code) ?? "";
  await transaction(ctx, async (tx) => {
    await insertAccessCode(tx, { hash, days, usesLeft: uses });
    await recordAudit(tx, { action: "code.made", target: hash.slice(0, 8), details: { days, uses } });
  });
  return code;
}
