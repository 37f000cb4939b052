import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { listTopicRows } from "../queries/topics.ts";

/** `questions`: of curated answers. `headings`: below titles, those at the beginning of documents first. */
export type Topics = { questions: string[]; headings: string[] };

const MAX_ROWS = 400;

/** Lists what a chatbot's knowledge is about, to suggest questions from. */
export async function listTopics(ctx: Context, chatbotId: Id<"bot">): Promise<Topics> {
  const rows = await listTopicRows(ctx, chatbotId, MAX_ROWS);
  const questions = rows.flatMap(({ isCurated, context }) =>
    isCurated ? [context.split("\n", 1)[0]?.trim() ?? ""] : [],
  );
  const headings = rows.flatMap(({ isCurated, title, headingPath }) => {
    const heading = headingPath.at(-1)?.trim() ?? "";
    return isCurated || heading === "" || heading === title ? [] : [heading];
  });
  return { questions: [...new Set(questions)].filter(Boolean), headings: [...new Set(headings)] };
}
