import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { deletePriceRow, putPriceRow } from "./queries.ts";
import type { PriceInput } from "./schema.ts";

/** Sets what a model costs this workspace, from the next turn on. */
export async function updatePrice(ctx: Context, price: PriceInput): Promise<void> {
  const { model, ...details } = price;
  await transaction(ctx, async (tx) => {
    await putPriceRow(tx, price);
    await recordAudit(tx, { action: "price.changed", target: model, details });
  });
}

/** Goes back to the list price, or to none. No own price is no error. */
export async function resetPrice(ctx: Context, model: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    await deletePriceRow(tx, model);
    await recordAudit(tx, { action: "price.changed", target: model, details: {} });
  });
}
