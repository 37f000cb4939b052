import { z } from "zod";

/**
 * What a card shows and a mark opens, in the card and in the text. `id`: by which answers are found when it
 * is deleted. A skill numbers its references from its turn's `firstNumber`, so that a model can cite them;
 * shown and stored is the number of the mark.
 */
export const cardReference = z.object({
  number: z.number().int().min(1),
  id: z.string().max(255),
  title: z.string().max(400),
  /** A path of this instance. */
  href: z
    .string()
    .regex(/^\/(?!\/)/)
    .max(1_000),
});
export type CardReference = z.infer<typeof cardReference>;

/**
 * What all cards have in common. Each skill adds fields with a schema of its own, which checks its cards
 * before they are shown and stored. `text` says the same in plain words, for screen readers, the model and
 * clients without a view for it.
 */
const card = z.looseObject({
  kind: z.string().max(40),
  text: z.string().max(8_000),
  references: z.array(z.looseObject(cardReference.shape)).max(50).optional(),
});
export type Card = z.infer<typeof card>;

/** A card and its position in the answer's text: before the UTF-16 unit `at`. */
const placedCard = z.object({ at: z.number().int().min(0), card });
export type PlacedCard = z.infer<typeof placedCard>;

/** `refused`: not permitted, or the answer has used its limit of skill calls. `failed`: an error. */
const skillOutcomes = ["done", "refused", "failed"] as const;
export type SkillOutcome = (typeof skillOutcomes)[number];

/** A use of a skill, as the conversation shows it. */
const skillCall = z.object({
  id: z.string().max(100),
  name: z.string().max(64),
  state: z.enum(["running", ...skillOutcomes]),
});
export type SkillCall = z.infer<typeof skillCall>;
