/**
 * The skills a chatbot can have. Models call them by these names and chatbots store them: never rename one.
 */
export const skillNames = ["horoscope", "moon_phase", "birth_chart", "draw_tarot_cards"] as const;
export type SkillName = (typeof skillNames)[number];
