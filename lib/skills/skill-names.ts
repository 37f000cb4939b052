/**
 * The skills a chatbot can have. Models call them by these names and chatbots store them: never rename one. A
 * new one also needs a definition (lib/skills/skill.ts) and its line in register-skills.ts.
 */
export const skillNames = [
  "horoscope",
  "moon_phase",
  "birth_chart",
  "draw_tarot_cards",
  "check_ins",
] as const;
export type SkillName = (typeof skillNames)[number];

/** Those that read the profile an end user enters on their account page. */
export const profileSkills: readonly SkillName[] = ["horoscope", "birth_chart"];
