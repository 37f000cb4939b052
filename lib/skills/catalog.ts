import { chartSkill } from "#lib/oracle/chart-skill.ts";
import { horoscopeSkill } from "#lib/oracle/horoscope-skill.ts";
import { moonSkill } from "#lib/oracle/moon-skill.ts";
import { tarotSkill } from "#lib/oracle/tarot-skill.ts";
import type { Skill } from "./skill.ts";
import type { SkillName } from "./skill-names.ts";

const registry: Record<SkillName, Skill> = {
  horoscope: horoscopeSkill,
  moon_phase: moonSkill,
  birth_chart: chartSkill,
  draw_tarot_cards: tarotSkill,
};

export function skillsOf(names: readonly SkillName[]): Skill[] {
  return names.map((name) => registry[name]);
}

export type Recognized = { name: string; input: unknown };

/** The skill that a message asks for by its words, and with what; the first of those given that knows itself meant. */
export function recognizeSkill(skills: readonly Skill[], question: string): Recognized | null {
  for (const skill of skills) {
    const input = skill.recognize(question);
    if (input !== null) return { name: skill.name, input };
  }
  return null;
}
