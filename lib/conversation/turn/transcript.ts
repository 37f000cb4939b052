import type { FoundPassage } from "#lib/knowledge/retrieval/search-knowledge.ts";
import type { Card, PlacedCard, SkillCall } from "#lib/skills/card.ts";
import { CitationMarks } from "../../mark-parsing/citation-marks.ts";
import type { Grounding } from "../../mark-parsing/grounding.ts";
import { isRefusal } from "../generation/is-refusal.ts";
import type { Citation } from "../schema.ts";
import { cardChunk, citationChunk, retractChunk, type Shown, skillChunk } from "../stream/turn-chunks.ts";
import type { QuotedPassage } from "./turn.ts";
import type { TurnSink } from "./turn-sink.ts";

const EXCERPT_CHARS = 300;

/**
 * What a turn has produced so far: text, cards, skill calls and citations. Sends each to the sink as it is
 * added.
 */
export class Transcript implements Shown {
  text = "";
  readonly cards: PlacedCard[] = [];
  skills: SkillCall[] = [];
  firstTokenAt: Date | null = null;
  /** Of a recap: its brackets are what people wrote, not marks. */
  #isVerbatim = false;
  readonly #sink: TurnSink;
  readonly #now: () => Date;
  #passages: readonly FoundPassage[] = [];
  #marks = new CitationMarks([]);
  #citationsSent = 0;
  /** Numbers of what cards refer to. */
  #references: number[] = [];
  /** Where the text of the current model call begins. */
  #step = { text: 0, cited: [] as readonly number[] };

  constructor(sink: TurnSink, now: () => Date) {
    this.#sink = sink;
    this.#now = now;
  }

  get isEmpty(): boolean {
    return this.text === "" && this.cards.length === 0;
  }

  get grounding(): Grounding {
    const { grounding } = this.#marks;
    return grounding !== "declined" && isRefusal(this.text) ? "declined" : grounding;
  }

  /** The cited passages, in the order of their marks. */
  get quoted(): QuotedPassage[] {
    return this.#marks.cited.flatMap((number, index) => {
      const passage = this.#passages[number - 1];
      return passage ? [toQuote(passage, index)] : [];
    });
  }

  /**
   * @param passages those that the model may cite, by their position from 1
   * @param isVerbatim whether the text has no citation marks at all
   */
  start(passages: readonly FoundPassage[], isVerbatim = false): void {
    this.#isVerbatim = isVerbatim;
    this.#passages = passages;
    this.#marks = this.#newMarks([]);
    this.#sink.send({ type: "text-start", id: "0" });
  }

  /** Begins the text of another model call. */
  beginStep(): void {
    this.flush();
    this.#step = { text: this.text.length, cited: [...this.#marks.cited] };
  }

  /** Takes back what the current model call has said. */
  retractStep(): void {
    const { text, cited } = this.#step;
    this.text = this.text.slice(0, text);
    this.#marks = this.#newMarks(cited);
    this.#citationsSent = cited.length;
    this.#sink.send(retractChunk(text, cited.length));
  }

  addText(delta: string): void {
    this.firstTokenAt ??= this.#now();
    this.#append(this.#isVerbatim ? delta : this.#marks.push(delta));
  }

  /** Adds the text that was held back because it could have become a citation mark. */
  flush(): void {
    this.#append(this.#marks.end());
  }

  addCards(cards: readonly Card[]): void {
    this.firstTokenAt ??= this.#now();
    this.flush();
    for (const card of cards) {
      const placed = { at: this.text.length, card: this.#withMarks(card) };
      this.#sink.send(cardChunk(placed, this.cards.length));
      this.cards.push(placed);
    }
  }

  /** Adds a skill call, or replaces the one with the same id. */
  putSkillCall(call: SkillCall): void {
    this.skills = [...this.skills.filter(({ id }) => id !== call.id), call];
    this.#sink.send(skillChunk(call));
  }

  /** The card's references with the numbers of their marks, which follow those in the text. */
  #withMarks(card: Card): Card {
    const { references } = card;
    if (!references) return card;
    const numbers = references.map(({ number }) => number);
    const marks = this.#marks.show(numbers);
    this.#references.push(...numbers);
    return {
      ...card,
      references: references.map((one, index) => ({ ...one, number: marks[index] ?? 0 })),
    };
  }

  #newMarks(cited: readonly number[]): CitationMarks {
    const passages = this.#passages.map((_, index) => index + 1);
    return new CitationMarks([...passages, ...this.#references], { cited });
  }

  #append(delta: string): void {
    this.#sendCitations();
    // Postgres cannot store U+0000 in text.
    const text = delta.replaceAll("\u0000", "");
    if (!text) return;
    this.text += text;
    this.#sink.send({ type: "text-delta", id: "0", delta: text });
  }

  /** Each citation is sent before the text that holds its first mark. */
  #sendCitations(): void {
    const { cited } = this.#marks;
    for (; this.#citationsSent < cited.length; this.#citationsSent += 1) {
      const index = this.#citationsSent;
      const passage = this.#passages[(cited[index] ?? 0) - 1];
      if (passage) this.#sink.send(citationChunk(toCitation(passage, index + 1)), toQuote(passage, index));
    }
  }
}

function toCitation(passage: FoundPassage, number: number): Citation {
  const { documentId, title, headingPath, pages, text } = passage;
  return { number, documentId, title, headingPath, pages, excerpt: text.slice(0, EXCERPT_CHARS) };
}

function toQuote(passage: FoundPassage, index: number): QuotedPassage {
  const { documentId, version, ordinal, start, end, headingPath } = passage;
  return {
    number: index + 1,
    documentId,
    documentVersion: version,
    ordinal,
    startOffset: start,
    endOffset: end,
    headingPath,
  };
}
