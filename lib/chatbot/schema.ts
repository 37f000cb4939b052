import { z } from "zod";
import { answerPolicies } from "#lib/ai/schema.ts";
import { storableText } from "#lib/core/storable-text.ts";
import { textLanguages } from "#lib/core/text-languages.ts";
import { dispatchModes } from "#lib/instance/schema.ts";
import { skillNames } from "#lib/skills/skill-names.ts";

/** Handles are public addresses: lower-case, no leading digit confusion, unique in the instance. */
export const handle = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "must be 1 to 63 characters: a-z, 0-9, and hyphens");

export const chatbotName = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(60, "Use at most 60 characters.")
  .regex(/^[^\p{C}<>]*$/u, "This name contains characters that are not allowed.");

/** How a chatbot's page looks: as the rest of Parley, or like the sky at night, with the moon as it is. */
export const looks = ["plain", "night"] as const;
export type Look = (typeof looks)[number];

const settings = {
  persona: storableText(8_000),
  greeting: storableText(500),
  starters: z.array(storableText(120).min(1, "Enter a question or remove this line.")).max(6),
  model: z.string().regex(/^[\w./:@+-]{1,120}$/, "Enter a model name without spaces, up to 120 characters."),
  temperature: z.number().min(0).max(2),
  maxOutputTokens: z.number().int().min(16).max(32_000),
  language: z.enum(textLanguages),
  answerPolicy: z.enum(answerPolicies),
  dispatch: z.enum(dispatchModes),
  look: z.enum(looks),
  skills: z
    .array(z.enum(skillNames))
    .max(skillNames.length)
    .refine((names) => new Set(names).size === names.length, "Each skill can be listed only once."),
};

/** A chatbot's settings, as stored in `chatbots.config`. */
export const chatbotConfig = z.object({
  persona: settings.persona.default(""),
  greeting: settings.greeting.default(""),
  starters: settings.starters.default([]),
  /** Unset: the instance's own model. */
  model: settings.model.optional(),
  temperature: settings.temperature.optional(),
  maxOutputTokens: settings.maxOutputTokens.default(1_200),
  /** Of the texts: how their words become stems. Changing it means reading the sources anew. */
  language: settings.language.default("english"),
  answerPolicy: settings.answerPolicy.default("knowledge"),
  look: settings.look.default("plain"),
  /** What it can do beside answering. Empty: nothing. */
  skills: settings.skills.default([]),
  /** Who answers: the process that was asked, or a worker. Unset: as the instance has it. */
  dispatch: settings.dispatch.optional(),
});
export type ChatbotConfig = z.infer<typeof chatbotConfig>;

/** Who may talk with a chatbot: anyone, members of its workspace, or whoever has its link. */
export const visibilities = ["public", "members", "link"] as const;
export type Visibility = (typeof visibilities)[number];

/** What a visitor may know of a chatbot. */
export type PublicChatbot = {
  handle: string;
  name: string;
  greeting: string;
  starters: string[];
  look: Look;
};

/**
 * A change of some of a chatbot's settings; what is left out stays. `version` is the one the change was made on. Null for
 * the model, the temperature and who answers: the instance's own.
 */
export const chatbotChange = z.object({
  version: z.iso.datetime(),
  name: chatbotName.optional(),
  handle: handle.optional(),
  visibility: z.enum(visibilities).optional(),
  config: z
    .object({
      ...settings,
      model: settings.model.nullable(),
      temperature: settings.temperature.nullable(),
      dispatch: settings.dispatch.nullable(),
    })
    .partial()
    .default({}),
});
export type ChatbotChange = z.infer<typeof chatbotChange>;

/** A chatbot as those who look after it see it. */
export type StudioChatbot = {
  id: string;
  handle: string;
  name: string;
  visibility: Visibility;
  /** What opens it while its visibility is `link`; null for whoever may not change it. */
  linkToken: string | null;
  config: ChatbotConfig;
  /** Differs after each change. */
  version: string;
};

export type ChatbotSummary = Pick<StudioChatbot, "id" | "handle" | "name" | "visibility"> & {
  /** Null: the instance's own. */
  model: string | null;
  sources: number;
  documents: number;
};
