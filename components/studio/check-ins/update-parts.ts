/** A part of an update: the answer to a question, or free text. */
export type UpdatePart = { question: string | null; text: string };

/** Splits what a form composed: each answer below its question. Other text is one part. */
export function partsOf(content: string): UpdatePart[] {
  const [first = "", ...rest] = content.split(/^\*\*(.+)\*\*$/m);
  const parts: UpdatePart[] = first.trim() === "" ? [] : [{ question: null, text: first.trim() }];
  for (let at = 0; at < rest.length; at += 2)
    parts.push({ question: rest[at] ?? "", text: (rest[at + 1] ?? "").trim() });
  return parts;
}

/** The opposite of `partsOf`. Parts without text are left out. */
export function joinParts(parts: readonly UpdatePart[]): string {
  return parts
    .map(({ question, text }) => ({ question, text: text.trim() }))
    .filter(({ text }) => text !== "")
    .map(({ question, text }) => (question === null ? text : `**${question}**\n${text}`))
    .join("\n\n");
}
