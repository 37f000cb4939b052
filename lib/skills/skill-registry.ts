import type { Grant } from "#lib/access/schema.ts";
import type { Skill } from "./skill.ts";
import type { SkillName } from "./skill-names.ts";

/** One per module graph: each entry point that runs turns registers the skills of its own bundle. */
const registered = new Map<SkillName, Skill>();

/** Makes skills available to turns. Skills may come from modules of any rank, so only doors call this. */
export function registerSkills(skills: Record<SkillName, Skill>): void {
  for (const [name, skill] of Object.entries(skills)) registered.set(name as SkillName, skill);
}

/**
 * Returns those of a chatbot's skills that are for an asker with these grants.
 * @throws Error for a skill that the entry point has not registered
 */
export function skillsOf(names: readonly SkillName[], grants: readonly Grant[]): Skill[] {
  const skills = names.map((name) => {
    const skill = registered.get(name);
    if (!skill)
      throw new Error(`The skill ${name} is not registered. Import register-skills.ts where turns run.`);
    return skill;
  });
  return skills.filter(({ needs }) => needs === undefined || grants.includes(needs));
}

export type RecognizedSkill = { name: string; input: unknown };

/**
 * Returns the first skill that a message asks for in plain words, with its input; null where none is asked
 * for.
 */
export function recognizeSkill(
  skills: readonly Skill[],
  question: string,
  earlier: readonly string[] = [],
): RecognizedSkill | null {
  for (const skill of skills) {
    const input = skill.recognize(question, earlier);
    if (input !== null) return { name: skill.name, input };
  }
  return null;
}
