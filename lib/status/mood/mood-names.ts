import type { Mood } from "../schema.ts";

/** As messages to Slack name them. */
export const moodNames: Record<Mood, string> = {
  great: "Great",
  good: "Good",
  okay: "Okay",
  low: "Low",
  bad: "Bad",
};
