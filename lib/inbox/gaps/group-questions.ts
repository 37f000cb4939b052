import { type Id, newId } from "#lib/core/ids.ts";
import { nameTheSame } from "#lib/knowledge/retrieval/match-curated-answer.ts";
import { closeness, sharesOf, type Weighed } from "#lib/knowledge/retrieval/weigh-questions.ts";

/** Less than for a curated answer, which is given without anybody checking: here a person reads the group. */
const MIN_CLOSENESS = 0.6;

export type WeighedText = { text: string; weighed: Weighed };
export type Group = { id: Id<"gap">; isNew: boolean; texts: WeighedText[] };

/**
 * Puts each question into the group with the closest wording, or into one of its own. Questions that name
 * different things stay apart.
 * @returns the group of each question; new ones are also added to `groups`
 */
export function groupQuestions(questions: WeighedText[], groups: Group[], language: string): Group[] {
  return questions.map((question) => {
    const group = closest(question, groups, language) ?? { id: newId("gap"), isNew: true, texts: [] };
    if (group.texts.length === 0) groups.push(group);
    group.texts.push(question);
    return group;
  });
}

function closest(question: WeighedText, groups: Group[], language: string): Group | null {
  let best: { group: Group; close: number } | null = null;
  for (const group of groups)
    for (const { text, weighed } of group.texts) {
      const close = text === question.text ? 1 : closeness(sharesOf(question.weighed, weighed));
      if (close < MIN_CLOSENESS || close <= (best?.close ?? 0)) continue;
      if (nameTheSame(question.text, text, language)) best = { group, close };
    }
  return best?.group ?? null;
}
