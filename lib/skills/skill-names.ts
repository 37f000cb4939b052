/** The skills a chatbot can be given. Their names are how a model calls them, and stay. */
export const skillNames = ["horoscope", "moon_phase", "birth_chart", "draw_tarot_cards"] as const;
export type SkillName = (typeof skillNames)[number];
