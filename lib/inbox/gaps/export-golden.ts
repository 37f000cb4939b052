import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { listGoldenRows } from "../queries/golden.ts";

const PAGE = 200;

/** A chatbot's golden questions as JSON Lines, as `parley eval` reads them, in pieces of bounded size. */
export async function* exportGolden(ctx: Context, chatbotId: Id<"bot">): AsyncGenerator<string> {
  let after: Id<"gdn"> | null = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof listGoldenRows>> = await listGoldenRows(ctx, chatbotId, {
      after,
      limit: PAGE,
    });
    const lines = rows.map(({ question, sources, isUnanswerable }) =>
      JSON.stringify({ question, ...(isUnanswerable ? { unanswerable: true } : { sources }), kind: "inbox" }),
    );
    if (lines.length > 0) yield `${lines.join("\n")}\n`;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < PAGE || !after) return;
  }
}
