import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { deletePriceRow, putPriceRow } from "./queries/prices.ts";
import type { PriceInput } from "./schema.ts";

/** Sets a model's price for this workspace, from the next turn on. */
export async function updatePrice(ctx: Context, price: PriceInput): Promise<void> {
  const { model, ...details } = price;
  await transaction(ctx, async (tx) => {
    await putPriceRow(tx, price);
    await recordAudit(tx, { action: "price.changed", target: model, details });
  });
}

/** Resets a model to its default price. Does nothing where the workspace has not set one. */
export async function resetPrice(ctx: Context, model: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    await deletePriceRow(tx, model);
    await recordAudit(tx, { action: "price.changed", target: model, details: {} });
  });
}
