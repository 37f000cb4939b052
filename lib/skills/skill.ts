import type { z } from "zod";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { TextLanguage } from "#lib/core/text-languages.ts";
import type { Card } from "./card.ts";

/** Writes prose to an order, in the voice of the chatbot; null where no model is connected or it could not be reached. */
export type Write = (order: { instructions: string; facts: string }) => Promise<string | null>;

/** The turn a skill is used in. `seed` is the same whenever this turn is answered again after a fault. */
export type SkillTurn = {
  chatbotId: Id<"bot">;
  /** Pseudonym of whoever asked: a turn may be answered by a job, whose context names nobody. */
  asker: string;
  /** What was asked. */
  question: string;
  seed: string;
  /** Of the answers. */
  language: TextLanguage;
  write: Write;
};

/** `text`: all of it in plain words, for the model. `said`: what the built-in model says beside the cards. */
export type SkillResult = { text: string; said: string; cards: Card[] };

export type SkillDefinition<Input extends z.ZodType> = {
  /** As the model calls it. */
  name: string;
  /** What it does and when to use it, for the model. */
  description: string;
  input: Input;
  /** What a message asks of it, read without a model; null where it asks for something else. */
  recognize(question: string): z.input<Input> | null;
  /** Uses what `ctx` may see of the turn's asker and nothing else: no input names a person. */
  run(ctx: Context, input: z.output<Input>, turn: SkillTurn): Promise<SkillResult>;
};

/** A skill whose input is no longer known by its type: what comes in is judged by its schema. */
export type Skill = SkillDefinition<z.ZodType>;

export function defineSkill<Input extends z.ZodType>(definition: SkillDefinition<Input>): Skill {
  return definition as Skill;
}
