import { and, eq, sql } from "drizzle-orm";
import { modelPrices } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { PriceInput } from "../schema.ts";

export async function listPriceRows(ctx: Context): Promise<PriceInput[]> {
  return ctx.db
    .select({
      model: modelPrices.model,
      inputMicros: modelPrices.inputMicros,
      outputMicros: modelPrices.outputMicros,
    })
    .from(modelPrices)
    .where(eq(modelPrices.tenantId, ctx.tenantId))
    .orderBy(modelPrices.model);
}

export async function putPriceRow(tx: Context, price: PriceInput): Promise<void> {
  await tx.db
    .insert(modelPrices)
    .values({ tenantId: tx.tenantId, ...price })
    .onConflictDoUpdate({
      target: [modelPrices.tenantId, modelPrices.model],
      set: { inputMicros: price.inputMicros, outputMicros: price.outputMicros, updatedAt: sql`now()` },
    });
}

export async function deletePriceRow(tx: Context, model: string): Promise<void> {
  await tx.db
    .delete(modelPrices)
    .where(and(eq(modelPrices.tenantId, tx.tenantId), eq(modelPrices.model, model)));
}
