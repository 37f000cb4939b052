import { and, eq, sql } from "drizzle-orm";
import { readings } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import type { TextLanguage } from "#lib/core/text-languages.ts";
import type { HoroscopeCard } from "./schema.ts";

export type ReadingPlace = Pick<HoroscopeCard, "sign" | "span" | "day"> & {
  chatbotId: Id<"bot">;
  language: TextLanguage;
};

const at = (ctx: Context, { chatbotId, sign, span, day, language }: ReadingPlace) =>
  and(
    eq(readings.tenantId, ctx.tenantId),
    eq(readings.chatbotId, chatbotId),
    eq(readings.sign, sign),
    eq(readings.span, span),
    eq(readings.day, day),
    eq(readings.language, language),
  );

/**
 * Claims the writing of a reading for a number of seconds, unless another process has.
 * @returns `isMine`, or the text already written; null while another process writes it
 */
export async function claimReading(
  ctx: Context,
  place: ReadingPlace,
  seconds: number,
): Promise<{ isMine: boolean; text: string | null }> {
  const until = sql`now() + make_interval(secs => ${seconds})`;
  const [mine] = await ctx.db
    .insert(readings)
    .values({ tenantId: ctx.tenantId, ...place, writableAt: until })
    .onConflictDoUpdate({
      target: [
        readings.tenantId,
        readings.chatbotId,
        readings.sign,
        readings.span,
        readings.day,
        readings.language,
      ],
      set: { writableAt: until },
      setWhere: sql`${readings.writableAt} <= now()`,
    })
    .returning({ text: readings.text });
  if (mine) return { isMine: true, text: mine.text };
  const [written] = await ctx.db.select({ text: readings.text }).from(readings).where(at(ctx, place));
  return { isMine: false, text: written?.text ?? null };
}

/** @param rewriteAfterSeconds when the text may be replaced; null: never */
export async function storeReading(
  ctx: Context,
  place: ReadingPlace,
  text: string,
  rewriteAfterSeconds: number | null,
): Promise<void> {
  const writableAt =
    rewriteAfterSeconds === null ? null : sql`now() + make_interval(secs => ${rewriteAfterSeconds})`;
  await ctx.db.update(readings).set({ text, writableAt }).where(at(ctx, place));
}

/** Covers all workspaces; the operator's row policy exposes only past weeks. */
export async function deleteOldReadings(operator: OperatorContext): Promise<void> {
  await operator.db.delete(readings).where(sql`${readings.day} < current_date - 10`);
}

export function readingKey(ctx: Context, { chatbotId, sign, span, day, language }: ReadingPlace): string {
  return ["reading", idToUuid(ctx.tenantId), idToUuid(chatbotId), sign, span, day, language].join(":");
}
