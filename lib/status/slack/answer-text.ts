/** Slack's limit of one text field. */
export const MAX_FIELD = 3_000;

/** An update from the answers of a form: each answer below its question. Empty answers are left out. */
export function composeAnswers(answers: readonly { question: string; answer: string }[]): string {
  return answers
    .map(({ question, answer }) => ({ question, answer: answer.trim() }))
    .filter(({ answer }) => answer !== "")
    .map(({ question, answer }) => `**${question}**\n${answer}`)
    .join("\n\n");
}

/** The answer to one question of an update that `composeAnswers` made; empty if there is none. */
function answerTo(content: string, question: string): string {
  const marks = content.split(/^\*\*(.+)\*\*$/m);
  const at = marks.findIndex((part, index) => index % 2 === 1 && part === question);
  return at < 0 ? "" : (marks[at + 1] ?? "").trim();
}

/** What a person planned last time, to begin from: their answer to the second question. */
export function plannedBefore(content: string | null, questions: readonly string[]): string {
  const plan = questions[1];
  return content === null || plan === undefined ? "" : answerTo(content, plan).slice(0, MAX_FIELD);
}
