import { expect, it } from "vitest";
import { templateConfig } from "#lib/chatbot/templates.ts";
import { chartSkill } from "#lib/oracle/chart-skill.ts";
import { horoscopeSkill } from "#lib/oracle/horoscope-skill.ts";
import { moonSkill } from "#lib/oracle/moon-skill.ts";
import { tarotSkill } from "#lib/oracle/tarot-skill.ts";
import { workSkill } from "#lib/status/ask/work-skill.ts";
import { recognizeSkill, registerSkills, skillsOf } from "./skill-registry.ts";

it("throws for a skill that the entry point has not registered", () => {
  expect(() => skillsOf(["moon_phase"], [])).toThrow("The skill moon_phase is not registered.");
});

it("returns registered skills in the order of their names, and recognizes a question for one", () => {
  registerSkills({
    horoscope: horoscopeSkill,
    moon_phase: moonSkill,
    birth_chart: chartSkill,
    draw_tarot_cards: tarotSkill,
    check_ins: workSkill,
  });
  const skills = skillsOf(["draw_tarot_cards", "moon_phase"], []);
  expect(skills).toEqual([tarotSkill, moonSkill]);
  expect(recognizeSkill(skills, "What is the phase of the moon?")).toEqual({ name: "moon_phase", input: {} });
  expect(recognizeSkill(skills, "What is my horoscope?")).toBeNull();
});

it("recognizes every starter of the oracle template, and what continues an earlier message", () => {
  const skills = skillsOf([...(templateConfig("oracle").skills ?? [])], []);
  for (const starter of templateConfig("oracle").starters)
    expect(recognizeSkill(skills, starter), starter).not.toBeNull();
  expect(recognizeSkill(skills, "and tomorrow?")).toBeNull();
  expect(recognizeSkill(skills, "and tomorrow?", ["horoscope for Leo"])).toEqual({
    name: "horoscope",
    input: { sign: "leo", span: "day", when: "next" },
  });
});

it("keeps a skill that needs a grant from everyone without it", () => {
  expect(skillsOf(["moon_phase", "check_ins"], [])).toEqual([moonSkill]);
  expect(skillsOf(["moon_phase", "check_ins"], ["checkins:read"])).toEqual([moonSkill, workSkill]);
});
