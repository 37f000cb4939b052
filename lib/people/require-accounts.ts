import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { findAccessPolicy } from "./queries/entitlements.ts";

/** @throws ParleyError forbidden where the workspace does not allow accounts */
export async function requireAccounts(ctx: Context): Promise<void> {
  const access = await findAccessPolicy(ctx);
  if (!access?.accounts)
    throw new ParleyError("forbidden", "This chatbot doesn't offer accounts. You can use it without one.");
}
