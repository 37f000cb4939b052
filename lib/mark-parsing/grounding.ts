/**
 * Whether an answer is grounded. `cited`: by a passage of the knowledge; `declined`: the model said first
 * that the knowledge holds no answer (by the mark `[0]`, which is never shown, or in plain words), also if it
 * then cites related passages; `uncited`: neither, such as small talk or general knowledge.
 */
export const groundings = ["cited", "declined", "uncited"] as const;
export type Grounding = (typeof groundings)[number];
