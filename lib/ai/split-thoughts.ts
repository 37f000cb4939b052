import { nextToken, partialTokenLength, type ThoughtToken } from "./thought-tokens.ts";

export type SpokenEvent =
  | { type: "text"; delta: string }
  /** All text so far was a thought: its begin was part of the prompt, so only its end was sent. */
  | { type: "retract" };

/** `hidden`: a thought. `presumed`: a thought if its end mark comes, otherwise the answer. */
type Mode = "text" | "hidden" | "presumed" | "header";

/**
 * How thoughts begin whose begin mark is part of the prompt. Few, since an answer that could begin so waits
 * for its next word.
 */
const TYPICAL_BEGINS = [
  "okay, let me",
  "okay, so",
  "okay, the user",
  "ok, so",
  "ok, the user",
  "alright, let me",
  "alright, so",
  "alright, the user",
  "hmm",
  "let me think",
  "let me see",
  "let me look",
  "let me check",
  "let me start",
  "the user ",
  "好的，用户",
  "嗯，",
  "首先，",
  "用户",
];

const ENDS_SENTENCE = /(?:^|[.!?…。！？:)"'*”])\s*$/;

/**
 * Separates the thoughts that models write into their text (`<think>…</think>`, `[THINK]`, channels) from
 * what they say. Marks in code and in the middle of a sentence are text.
 */
export class ThoughtSplitter {
  #mode: Mode | null;
  #held = "";
  /** What a presumed thought has said. */
  #presumed = "";
  #header = "";
  #line = "";
  #isFenced = false;
  #hasText = false;
  #skipsSpace = true;
  #hasThought = false;
  #beganInside = false;

  /** @param begins `inside`: this model is known to begin inside a thought; `unknown`: it may */
  constructor(begins: "inside" | "unknown" | "outside") {
    this.#mode = begins === "inside" ? "presumed" : begins === "outside" ? "text" : null;
  }

  get hasThought(): boolean {
    return this.#hasThought;
  }

  /** Whether the answer began inside a thought. */
  get beganInside(): boolean {
    return this.#beganInside;
  }

  push(delta: string): SpokenEvent[] {
    this.#held += delta;
    return this.#drain(false);
  }

  /**
   * Ends the text. A presumed thought without an end mark was the answer, unless the model was cut off.
   */
  end(isWhole = true): SpokenEvent[] {
    const events = this.#drain(true);
    if (this.#mode !== "presumed" || !isWhole) return events;
    const text = this.#presumed;
    this.#mode = "text";
    this.#presumed = "";
    return [...events, ...this.#say(text)];
  }

  #drain(isFinal: boolean): SpokenEvent[] {
    const events: SpokenEvent[] = [];
    if (this.#mode === null && !this.#decideBegin(isFinal)) return events;
    for (;;) {
      const token = nextToken(this.#held);
      const end = token?.at ?? this.#held.length - (isFinal ? 0 : partialTokenLength(this.#held));
      events.push(...this.#say(this.#held.slice(0, end)));
      if (!token) {
        this.#held = this.#held.slice(end);
        return events;
      }
      this.#held = this.#held.slice(end + token.text.length);
      events.push(...this.#take(token));
    }
  }

  /** Returns false where more text is needed. */
  #decideBegin(isFinal: boolean): boolean {
    const begin = this.#held.trimStart().toLowerCase();
    if (TYPICAL_BEGINS.some((typical) => begin.startsWith(typical))) this.#mode = "presumed";
    else if (!isFinal && TYPICAL_BEGINS.some((typical) => typical.startsWith(begin))) return false;
    else this.#mode = "text";
    return true;
  }

  #take(token: ThoughtToken): SpokenEvent[] {
    if (this.#mode === "text" && this.#isInCode) return this.#say(token.text);
    switch (token.kind) {
      case "begin":
        return this.#begin(token);
      case "end":
        return this.#end(token);
      case "header":
        this.#mode = "header";
        this.#header = "";
        return [];
      case "message":
        this.#mode = this.#header === "" || /^\s*(?:assistant|final)/.test(this.#header) ? "text" : "hidden";
        this.#hasThought ||= this.#mode === "hidden";
        this.#header = "";
        return [];
      case "stop":
        if (this.#mode === "hidden" || this.#mode === "header") this.#mode = "text";
        return [];
      default:
        return token.kind satisfies never;
    }
  }

  #begin(token: ThoughtToken): SpokenEvent[] {
    if (this.#mode === "hidden") return [];
    const isAtStart = this.#mode === "presumed" ? this.#presumed.trim() === "" : this.#line.trim() === "";
    if (!isAtStart) return this.#say(token.text);
    this.#mode = "hidden";
    this.#hasThought = true;
    return [];
  }

  #end(token: ThoughtToken): SpokenEvent[] {
    const { isWord } = token;
    if (this.#mode === "hidden" || this.#mode === "presumed") {
      this.#beganInside ||= this.#mode === "presumed";
      this.#presumed = "";
      return this.#answerBegins();
    }
    if (isWord && !ENDS_SENTENCE.test(this.#line)) return this.#say(token.text);
    if (this.#hasThought) return [];
    this.#beganInside = true;
    const events: SpokenEvent[] = this.#hasText ? [{ type: "retract" }] : [];
    this.#hasText = false;
    this.#line = "";
    this.#answerBegins();
    return events;
  }

  #answerBegins(): [] {
    this.#mode = "text";
    this.#hasThought = true;
    this.#skipsSpace = !this.#hasText || this.#line.trim() === "";
    return [];
  }

  get #isInCode(): boolean {
    return this.#isFenced || (this.#line.match(/`/g)?.length ?? 0) % 2 === 1;
  }

  #say(piece: string): SpokenEvent[] {
    if (piece === "") return [];
    if (this.#mode === "hidden") return [];
    if (this.#mode === "header") {
      this.#header += piece;
      return [];
    }
    if (this.#mode === "presumed") {
      this.#presumed += piece;
      return [];
    }
    const delta = this.#skipsSpace ? piece.trimStart() : piece;
    if (delta === "") return [];
    this.#skipsSpace = false;
    this.#hasText = true;
    this.#follow(delta);
    return [{ type: "text", delta }];
  }

  /** Follows lines and fences of what was said. */
  #follow(text: string): void {
    const lines = (this.#line + text).split("\n");
    this.#line = lines.pop() ?? "";
    for (const line of lines) if (/^\s*(?:```|~~~)/.test(line)) this.#isFenced = !this.#isFenced;
  }
}

/** Returns a whole text without the thoughts in it. */
export function withoutThoughts(text: string): string {
  const splitter = new ThoughtSplitter("outside");
  let said = "";
  for (const event of [...splitter.push(text), ...splitter.end()]) {
    said = event.type === "retract" ? "" : said + event.delta;
  }
  return said;
}
