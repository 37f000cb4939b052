import type { z } from "zod";
import type { Grant } from "#lib/access/schema.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { TextLanguage } from "#lib/core/text-languages.ts";
import type { Card } from "./card.ts";

/** Writes prose in the chatbot's voice; null where no model is connected or the call failed. */
export type Write = (order: { instructions: string; facts: string }) => Promise<string | null>;

/** The turn a skill is used in. */
export type SkillTurn = {
  chatbotId: Id<"bot">;
  /** Pseudonym of the person who asked: where a job answers the turn, its context does not have it. */
  asker: string;
  /** What the asker may read, as admitted when they asked. */
  grants: readonly Grant[];
  /** Number of the first reference of its cards: a model cites it by that. */
  firstNumber: number;
  question: string;
  /** Stays the same when the turn is answered again after a crash. */
  seed: string;
  /** Language to answer in. */
  language: TextLanguage;
  write: Write;
};

/**
 * `text`: the whole result in plain words, for the model. `said`: what the built-in model says beside the
 * cards.
 */
type SkillResult<CardOf extends Card = Card> = { text: string; said: string; cards: CardOf[] };

export type SkillDefinition<Input extends z.ZodType, CardOf extends Card> = {
  /** As the model calls it. */
  name: string;
  /** What it does and when to use it, for the model. */
  description: string;
  input: Input;
  /** It is offered only to askers with this grant. */
  needs?: Grant;
  /** Schema of its cards; unknown fields are dropped. */
  card: z.ZodType<CardOf>;
  /**
   * Parses a message that asks for this skill in plain words, without a model; null for any other message.
   * `earlier`: the person's messages before it, oldest first, for one that continues them.
   */
  recognize(question: string, earlier: readonly string[]): z.input<Input> | null;
  /**
   * May read only what belongs to the turn's asker, and what its `needs` allows: without that, no input may
   * name a person.
   */
  run(ctx: Context, input: z.output<Input>, turn: SkillTurn): Promise<SkillResult<CardOf>>;
};

/** A skill whose input and card types are erased; its schemas check them. */
export type Skill = SkillDefinition<z.ZodType, Card>;

export function defineSkill<Input extends z.ZodType, CardOf extends Card>(
  definition: SkillDefinition<Input, CardOf>,
): Skill {
  return definition as unknown as Skill;
}
