import { z } from "zod";
import type { Context } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import type { Card, SkillOutcome } from "./card.ts";
import type { Skill, SkillTurn } from "./skill.ts";

const TIMEOUT_MS = 40_000;
const MAX_CARDS = 4;
const TEXT_MAX_CHARS = 8_000;

/** `text`: for the model. `said`: what the built-in model says. */
export type SkillUse = { outcome: SkillOutcome; text: string; said: string; cards: Card[] };

/**
 * Runs a skill for a model, whose name and input for it are not trusted. Never throws: the model gets a
 * sentence about what went wrong, without internals.
 */
export async function runSkill(
  ctx: Context,
  skills: readonly Skill[],
  call: { name: string; input: unknown },
  turn: SkillTurn,
): Promise<SkillUse> {
  const skill = skills.find(({ name }) => name === call.name);
  if (!skill) return refused(`There is no skill with this name. Available skills: ${names(skills)}.`);
  const input = skill.input.safeParse(call.input);
  if (!input.success) return refused(`The input is not valid. ${z.prettifyError(input.error)}`);
  try {
    const result = await withTimeout(skill.run(ctx, input.data, turn));
    const cards = z.array(skill.card).max(MAX_CARDS).parse(result.cards);
    const [text, said] = [result.text, result.said].map((one) => one.slice(0, TEXT_MAX_CHARS));
    return { outcome: "done", text: text ?? "", said: said ?? "", cards };
  } catch (error) {
    log().warn(
      { tenantId: ctx.tenantId, requestId: ctx.requestId, skill: skill.name, ...errorFields(error) },
      "skill failed",
    );
    return failed;
  }
}

const failed: SkillUse = {
  outcome: "failed",
  text: "This is not available right now. Say so, and do not make up a result.",
  said: "That isn't available right now. Please try again in a moment.",
  cards: [],
};

function refused(text: string): SkillUse {
  return { outcome: "refused", text: text.slice(0, TEXT_MAX_CHARS), said: failed.said, cards: [] };
}

function names(skills: readonly Skill[]): string {
  return skills.map(({ name }) => name).join(", ") || "none";
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The skill timed out.")), TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
