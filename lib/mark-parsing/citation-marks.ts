import type { Grounding } from "./grounding.ts";
import { isMark } from "./is-mark.ts";
import { MARK } from "./mark-surroundings.ts";
import { dollarSpan, isInDelimiters } from "./math-spans.ts";
import { readMark, type WrittenMark } from "./read-mark.ts";

/** Searched for in text outside code: what could begin a mark or code. */
const NEXT_STOP = /[`~\n]| ?[[(（【⟦［〔<]| $/;
/** Kept of a line, so that the time for a mark does not grow with it. */
const LINE_CHARS = 1_000;
const BEGINS_MARK = /^ ?[[(（【⟦［〔<]/;
const ADDRESS = /^\([^()\s]*\)/;
const ADDRESS_START = /^\([^()\s]{0,200}$/;
const ABSOLUTE = /^\((?:[a-z][a-z\d+.-]*:|\/\/)/i;

/**
 * Rewrites the citation marks that a model streams (`[2]`, `[1, 3]`, `【2】`, `(1)`, …): known numbers
 * are renumbered in order of first appearance, unknown ones are dropped. Brackets that are no marks, code
 * and math are not touched. With `[0]`, which names no passage, a model says that it found no answer.
 */
export class CitationMarks {
  readonly #known: Set<number>;
  #largest: number;
  readonly #order: number[];
  #held = "";
  #fence: string | null = null;
  #inlineTicks = 0;
  #lineStart = true;
  #isDisplayMath = false;
  /** The line so far, with `MARK` for each mark. */
  #line = "";
  /** A model that cites in square brackets means something else by round ones. */
  #isRound: boolean | null = null;
  #grounding: Grounding = "uncited";
  readonly #isStripped: boolean;

  /**
   * @param cited passage numbers that are cited already, in the order of their marks
   * @param isStripped whether known marks are removed as well
   */
  constructor(
    known: Iterable<number>,
    { cited = [], isStripped = false }: { cited?: Iterable<number>; isStripped?: boolean } = {},
  ) {
    this.#known = new Set(known);
    this.#largest = Math.max(0, ...this.#known);
    this.#order = [...cited];
    this.#isStripped = isStripped;
    if (this.#order.length > 0) this.#grounding = "cited";
  }

  /** Passage numbers cited so far; the mark of the first is 1. */
  get cited(): readonly number[] {
    return this.#order;
  }

  /** Decided by the first mark: of a passage, or `[0]`. */
  get grounding(): Grounding {
    return this.#grounding;
  }

  /**
   * Gives numbers a mark that is shown outside the text, such as in a card. Text may cite them from now on.
   * @returns the numbers of their marks
   */
  show(numbers: readonly number[]): number[] {
    for (const number of numbers) this.#known.add(number);
    this.#largest = Math.max(this.#largest, ...numbers);
    if (numbers.length > 0 && this.#grounding === "uncited") this.#grounding = "cited";
    return numbers.map((number) => this.#indexOf(number) + 1);
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
    if (!isCode && BEGINS_MARK.test(this.#held)) return this.#takeMark(final);
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
    const space = this.#held.startsWith(" ") ? " " : "";
    const rest = this.#held.slice(space.length);
    const mark = readMark(rest);
    if (mark === "partial" && !final) return null;
    if (mark === null || mark === "partial") return this.#advance(this.#held.slice(0, space.length + 1));
    const after = rest.slice(mark.text.length);
    const before = this.#line + space;
    const span = dollarSpan(before, rest);
    if (!final && (after === "" || span === "open" || ADDRESS_START.test(after))) return null;
    const address = mark.form === "round" ? "" : (ADDRESS.exec(after)?.[0] ?? "");
    const around = {
      before,
      after: after.slice(address.length),
      known: this.#known,
      largest: this.#largest,
    };
    const isMath = span === "math" || this.#isDisplayMath || isInDelimiters(before);
    const isImage = address !== "" && before.endsWith("!");
    const isOtherForm = this.#isRound === false && mark.form === "round";
    if (isMath || isImage || isOtherForm || ABSOLUTE.test(address) || !isMark(mark, around))
      return this.#advance(space + mark.text + address);
    return this.#bind(mark, space, mark.text.length + address.length);
  }

  #bind({ form, numbers }: WrittenMark, space: string, length: number): string {
    this.#held = this.#held.slice(space.length + length);
    this.#lineStart = false;
    this.#line += space + MARK;
    this.#isRound ??= form === "round";
    const known = [...new Set(numbers)].filter((number) => this.#known.has(number));
    if (this.#grounding === "uncited") this.#grounding = groundingOf(numbers, known);
    if (this.#isStripped) return "";
    const shown = known.map((number) => this.#mark(number));
    return shown.length > 0 ? space + shown.join("") : "";
  }

  #mark(number: number): string {
    return `[${this.#indexOf(number) + 1}]`;
  }

  #indexOf(number: number): number {
    const at = this.#order.indexOf(number);
    return at < 0 ? this.#order.push(number) - 1 : at;
  }

  /** Takes the text up to the next character that could start a mark or code. */
  #takePlain(): string {
    const next = this.#held.slice(1).search(NEXT_STOP);
    const length = next < 0 ? this.#held.length : next + 1;
    const text = this.#held.slice(0, length);
    if (this.#lineStart && text.startsWith("\n")) this.#inlineTicks = 0;
    return this.#advance(text);
  }

  #advance(text: string): string {
    this.#held = this.#held.slice(text.length);
    this.#lineStart = /\n[ \t]{0,3}$/.test(text) || (this.#lineStart && /^[ \t]{0,3}$/.test(text));
    for (const piece of text.split(/(?=\n)/)) this.#follow(piece);
    return text;
  }

  #follow(text: string): void {
    if (text.startsWith("\n")) {
      if (this.#fence === null && (this.#line.match(/\$\$/g)?.length ?? 0) % 2 === 1)
        this.#isDisplayMath = !this.#isDisplayMath;
      if (/\\\[[^\]]*$/.test(this.#line)) this.#isDisplayMath = true;
      else if (/\\\]/.test(this.#line)) this.#isDisplayMath = false;
      this.#line = text.slice(1);
    } else this.#line = (this.#line + text).slice(-LINE_CHARS);
  }
}

function groundingOf(numbers: number[], known: number[]): Grounding {
  if (known.length > 0) return "cited";
  return numbers.includes(0) ? "declined" : "uncited";
}
