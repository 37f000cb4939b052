import { chartSkill } from "#lib/oracle/chart-skill.ts";
import { horoscopeSkill } from "#lib/oracle/horoscope-skill.ts";
import { moonSkill } from "#lib/oracle/moon-skill.ts";
import { tarotSkill } from "#lib/oracle/tarot-skill.ts";
import { registerSkills } from "#lib/skills/skill-registry.ts";
import { workSkill } from "#lib/status/ask/work-skill.ts";

// A new skill begins with its name in lib/skills/skill-names.ts.
// Every entry point that runs turns must import this file for its side effect.
registerSkills({
  horoscope: horoscopeSkill,
  moon_phase: moonSkill,
  birth_chart: chartSkill,
  draw_tarot_cards: tarotSkill,
  check_ins: workSkill,
});
