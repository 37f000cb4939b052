import { readFileSync } from "node:fs";
import type { Context } from "#lib/context/context.ts";
import { earlierContext } from "#lib/conversation/generation/detect-follow-up.ts";
import type { Id } from "#lib/core/ids.ts";
import { searchKnowledge } from "#lib/knowledge/retrieval/search-knowledge.ts";
import { answerFrom, holds, PASSAGES, share } from "./describe-answers.ts";
import { halfOf, halves, type Row } from "./ranked.ts";

type Dialogue = {
  earlier: string[];
  ask: string;
  document: string | null;
  facts: string[];
  kind: "follow-up" | "stand-alone" | "unanswerable";
};

/** Questions in the middle of a conversation, asked alone and as the product understands them. */
export async function askDialogues(ctx: Context, chatbotId: Id<"bot">): Promise<Row[]> {
  const { dialogues } = JSON.parse(readFileSync("bench/golden/dialogues.json", "utf8")) as {
    dialogues: Dialogue[];
  };
  const kinds = [...new Set(dialogues.map(({ kind }) => kind))];
  const rows: Row[] = [];
  for (const half of halves) {
    for (const kind of kinds) {
      const asked = halfOf(
        dialogues.filter((dialogue) => dialogue.kind === kind),
        half,
      );
      for (const way of ["alone", "understood"] as const)
        rows.push(await describeWay(ctx, chatbotId, { half, kind, way, asked }));
    }
  }
  return rows;
}

async function describeWay(
  ctx: Context,
  chatbotId: Id<"bot">,
  { half, kind, way, asked }: { half: string; kind: string; way: string; asked: Dialogue[] },
): Promise<Row> {
  let [first, inThree, held, declined] = [0, 0, 0, 0];
  for (const { earlier: before, ask, document, facts } of asked) {
    const earlier = way === "alone" ? undefined : earlierContext(ask, before);
    const found = await searchKnowledge(ctx, {
      chatbotId,
      query: ask,
      earlier,
      language: "english",
      limit: PASSAGES,
    });
    const paths = found.results.map(({ path }) => path);
    const answer = answerFrom({ question: ask, earlier }, found.results, found.answerable);
    if (paths[0] === document) first += 1;
    if (document && paths.slice(0, 3).includes(document)) inThree += 1;
    if (facts.length > 0 && holds(answer.text, facts)) held += 1;
    if (answer.isDeclined) declined += 1;
  }
  return {
    half,
    kind,
    asked: way,
    "first is right": share(first, asked.length),
    "in first 3": share(inThree, asked.length),
    "built-in: holds the fact": share(held, asked.length),
    "built-in: declines": share(declined, asked.length),
  };
}
