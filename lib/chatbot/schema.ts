import { z } from "zod";
import { answerPolicies } from "#lib/ai/schema.ts";
import { textLanguages } from "#lib/knowledge/text-languages.ts";

/** Handles are public addresses: lower-case, no leading digit confusion, unique in the instance. */
export const handle = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "must be 1 to 63 of a-z, 0-9 and -");

/** A chatbot's settings, as stored in `chatbots.config`. */
export const chatbotConfig = z.object({
  persona: z.string().max(8_000).default(""),
  greeting: z.string().max(500).default(""),
  starters: z.array(z.string().min(1).max(120)).max(6).default([]),
  /** Unset: the instance's own model. */
  model: z.string().max(120).optional(),
  temperature: z.number().min(0).max(2).optional(),
  maxOutputTokens: z.number().int().min(16).max(32_000).default(1_200),
  /** Of the texts: how their words become stems. Changing it means reading the sources anew. */
  language: z.enum(textLanguages).default("english"),
  answerPolicy: z.enum(answerPolicies).default("knowledge"),
});
export type ChatbotConfig = z.infer<typeof chatbotConfig>;

/** Who may talk with a chatbot: anyone, members of its workspace, or whoever has its link. */
export const visibilities = ["public", "members", "link"] as const;
export type Visibility = (typeof visibilities)[number];

/** What a visitor may know of a chatbot. */
export type PublicChatbot = { handle: string; name: string; greeting: string; starters: string[] };
