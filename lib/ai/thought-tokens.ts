/**
 * A mark around thoughts. `header`, `message` and `stop` belong to OpenAI's harmony format: a header names
 * the channel, and only the channel `final` is for the reader.
 */
export type ThoughtToken = {
  kind: "begin" | "end" | "header" | "message" | "stop";
  text: string;
  at: number;
  /** Whether it could also be an XML tag that the text is about. */
  isWord: boolean;
};

const NAMES = ["think", "thinking", "thought", "thoughts", "reasoning", "seed:think"];

const KINDS = new Map<string, ThoughtToken["kind"]>([
  ...NAMES.map((name) => [`<${name}>`, "begin"] as const),
  ...NAMES.map((name) => [`</${name}>`, "end"] as const),
  ["[THINK]", "begin"],
  ["[/THINK]", "end"],
  ["◁think▷", "begin"],
  ["◁/think▷", "end"],
  ["<|begin_of_thought|>", "begin"],
  ["<|end_of_thought|>", "end"],
  ["<|start|>", "header"],
  ["<|channel|>", "header"],
  ["<|message|>", "message"],
  ...["end", "return", "call", "begin_of_solution", "end_of_solution", "im_end", "eot_id", "endoftext"].map(
    (name) => [`<|${name}|>`, "stop"] as const,
  ),
]);

const TOKENS = [...KINDS.keys()];
const LONGEST = Math.max(...TOKENS.map(({ length }) => length));
const TOKEN = new RegExp(TOKENS.map((token) => token.replace(/[|[\]/]/g, "\\$&")).join("|"));

/** Finds the first mark in a text. */
export function nextToken(text: string): ThoughtToken | null {
  const match = TOKEN.exec(text);
  const kind = match && KINDS.get(match[0]);
  return kind ? { kind, text: match[0], at: match.index, isWord: /^<\/?\w/.test(match[0]) } : null;
}

/** Returns the length of the text's end that could become a mark. */
export function partialTokenLength(text: string): number {
  const tail = text.slice(-LONGEST);
  for (let at = 0; at < tail.length; at += 1) {
    const end = tail.slice(at);
    if (TOKENS.some((token) => token.startsWith(end))) return end.length;
  }
  return 0;
}
