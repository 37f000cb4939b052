import type { Grounding } from "../schema.ts";

/**
 * Rewrites the citation marks that a model streams (`[2]`, `[1, 3]`, `【2】`): known numbers are renumbered in
 * order of first appearance, unknown ones are dropped, code is not touched. With `[0]`, which names no
 * passage, a model says that it found no answer.
 */
export class CitationMarks {
  readonly #known: ReadonlySet<number>;
  readonly #order: number[] = [];
  #held = "";
  #fence: string | null = null;
  #inlineTicks = 0;
  #lineStart = true;
  #grounding: Grounding = "uncited";

  constructor(known: Iterable<number>) {
    this.#known = new Set(known);
  }

  /** Passage numbers cited so far; the mark of the first is 1. */
  get cited(): readonly number[] {
    return this.#order;
  }

  /** Decided by the first mark: of a passage, or `[0]`. */
  get grounding(): Grounding {
    return this.#grounding;
  }

  /** Adds text from the model. @returns the text that can be shown now */
  push(delta: string): string {
    this.#held += delta;
    return this.#drain(false);
  }

  /** Ends the text. @returns what was held back */
  end(): string {
    return this.#drain(true);
  }

  #drain(final: boolean): string {
    let out = "";
    while (this.#held.length > 0) {
      const taken = this.#take(final);
      if (taken === null) break;
      out += taken;
    }
    return out;
  }

  /** Returns the next piece of output; null when more text is needed to decide. */
  #take(final: boolean): string | null {
    const ticks = /^(`+|~{3,})/.exec(this.#held)?.[0];
    if (ticks || (this.#lineStart && /^~{1,2}$/.test(this.#held))) {
      if (!final && (!ticks || ticks.length === this.#held.length)) return null;
      return this.#takeTicks(ticks ?? this.#held);
    }
    const isCode = this.#fence !== null || this.#inlineTicks > 0;
    if (!isCode && /^ ?[[【]/.test(this.#held)) return this.#takeMark(final);
    if (!isCode && this.#held === " " && !final) return null;
    return this.#takePlain();
  }

  #takeTicks(ticks: string): string {
    if (this.#fence !== null) {
      if (this.#lineStart && ticks.startsWith(this.#fence)) this.#fence = null;
    } else if (this.#lineStart && ticks.length >= 3) {
      this.#fence = ticks;
    } else if (ticks.startsWith("`")) {
      if (this.#inlineTicks === 0) this.#inlineTicks = ticks.length;
      else if (this.#inlineTicks === ticks.length) this.#inlineTicks = 0;
    }
    return this.#advance(ticks);
  }

  #takeMark(final: boolean): string | null {
    const mark = /^( ?)(?:\[([\d\s,^]{1,24})\]|【([^】\n]{1,40})】)/.exec(this.#held);
    if (mark) {
      const numbers = (mark[2] ?? mark[3] ?? "")
        .split(/[^\d]+/)
        .filter(Boolean)
        .map(Number);
      if (numbers.length === 0) return this.#advance(mark[0]);
      this.#held = this.#held.slice(mark[0].length);
      this.#lineStart = false;
      const known = [...new Set(numbers)].filter((number) => this.#known.has(number));
      if (this.#grounding === "uncited") this.#grounding = groundingOf(numbers, known);
      const shown = known.map((number) => this.#mark(number));
      return shown.length > 0 ? (mark[1] ?? "") + shown.join("") : "";
    }
    if (!final && /^ ?(?:\[[\d\s,^]{0,24}|【[^】\n]{0,40})$/.test(this.#held)) return null;
    return this.#advance(this.#held.slice(0, this.#held.startsWith(" ") ? 2 : 1));
  }

  #mark(number: number): string {
    let at = this.#order.indexOf(number);
    if (at < 0) at = this.#order.push(number) - 1;
    return `[${at + 1}]`;
  }

  /** Takes the text up to the next character that could start a mark or code. */
  #takePlain(): string {
    const next = this.#held.slice(1).search(/[`~[【\n]| (?=[[【]|$)/);
    const length = next < 0 ? this.#held.length : next + 1;
    const text = this.#held.slice(0, length);
    if (this.#lineStart && text.startsWith("\n")) this.#inlineTicks = 0;
    return this.#advance(text);
  }

  #advance(text: string): string {
    this.#held = this.#held.slice(text.length);
    this.#lineStart = /\n[ \t]{0,3}$/.test(text) || (this.#lineStart && /^[ \t]{0,3}$/.test(text));
    return text;
  }
}

function groundingOf(numbers: number[], known: number[]): Grounding {
  if (known.length > 0) return "cited";
  return numbers.includes(0) ? "declined" : "uncited";
}
