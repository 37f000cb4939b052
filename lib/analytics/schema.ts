import { z } from "zod";

/** What the server notes in the transaction of the fact. */
export type ServerEventType =
  | "conversation_started"
  | "question_asked"
  | "answer_ended"
  | "feedback_given"
  | "gap_answered"
  | "handoff_taken";

/** What only a browser knows. */
const browserEventTypes = ["citation_opened", "starter_used"] as const;
export type BrowserEventType = (typeof browserEventTypes)[number];

/** Events of one call. */
const MOST_EVENTS = 20;

/** Body of `POST /api/events`. */
export const browserEventsInput = z.object({
  chatbot: z.string().min(1).max(100),
  events: z
    .array(
      z.object({
        /** Made by the browser, so that a call that is sent twice counts once. */
        id: z.string().regex(/^[0-9a-f]{32}$/, "Use 32 hexadecimal digits."),
        type: z.enum(browserEventTypes),
        data: z.object({ number: z.int().min(0).max(1_000).optional() }).default({}),
      }),
    )
    .min(1)
    .max(MOST_EVENTS, `Send at most ${MOST_EVENTS} events at once.`),
});
export type BrowserEvents = z.infer<typeof browserEventsInput>["events"];
