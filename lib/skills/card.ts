import { z } from "zod";
import { readingCard } from "#lib/oracle/schema.ts";

/**
 * A card: what a skill shows in an answer. `text` is the same in plain words, for whoever cannot see it. A kind of card brings
 * fields of its own; unknown ones are dropped.
 */
export const card = readingCard;
export type Card = z.infer<typeof card>;

/** Where in an answer's text a card stands: before this UTF-16 unit. */
export const placedCard = z.object({ at: z.number().int().min(0), card });
export type PlacedCard = z.infer<typeof placedCard>;

/** `refused`: the asker may not, or the answer has had enough of them. `failed`: it could not be done. */
export const skillOutcomes = ["done", "refused", "failed"] as const;
export type SkillOutcome = (typeof skillOutcomes)[number];

/** That a skill was used, as the transcript shows it. */
export const skillCall = z.object({
  id: z.string().max(100),
  name: z.string().max(64),
  state: z.enum(["running", ...skillOutcomes]),
});
export type SkillCall = z.infer<typeof skillCall>;
