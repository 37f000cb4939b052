import { z } from "zod";
import { cardReference } from "#lib/skills/card.ts";

/** An update, with the mark that opens it. */
const statement = cardReference.extend({
  author: z.string().max(255),
  team: z.string().max(255),
  /** A date in the zone of the person who asked. */
  day: z.iso.date(),
  quote: z.string().max(1_500),
});

/** What people wrote in check-ins. */
export const workCard = z.object({
  kind: z.literal("work"),
  text: z.string().max(8_000),
  references: z.array(statement).max(20),
});
export type WorkCard = z.infer<typeof workCard>;
