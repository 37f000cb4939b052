import { z } from "zod";
import { answerPolicies } from "#lib/ai/schema.ts";
import { storableText } from "#lib/core/storable-text.ts";
import { textLanguages } from "#lib/core/text-languages.ts";
import { dispatchModes } from "#lib/instance/schema.ts";
import { skillNames } from "#lib/skills/skill-names.ts";

/** Handles are part of public URLs: lower case, unique in the instance. */
export const handle = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "Use 1 to 63 characters: a-z, 0-9, and hyphens.");

export const chatbotName = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(60, "Use at most 60 characters.")
  .regex(/^[^\p{C}<>]*$/u, "This name contains characters that are not allowed.");

/** Theme of a chatbot's page: Parley's own, or a night sky with the current phase of the moon. */
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
  /** Unset: the instance's model. */
  model: settings.model.optional(),
  temperature: settings.temperature.optional(),
  maxOutputTokens: settings.maxOutputTokens.default(1_200),
  /** Language of the documents, for stemming. Cannot change once there are documents. */
  language: settings.language.default("english"),
  answerPolicy: settings.answerPolicy.default("knowledge"),
  look: settings.look.default("plain"),
  skills: settings.skills.default([]),
  /** Whether the receiving process answers, or a worker. Unset: the instance's setting. */
  dispatch: settings.dispatch.optional(),
});
export type ChatbotConfig = z.infer<typeof chatbotConfig>;

/** Who can use a chatbot: anyone, members of its workspace, or anyone with its link. */
export const visibilities = ["public", "members", "link"] as const;
export type Visibility = (typeof visibilities)[number];

/** What visitors may know about a chatbot. */
export type PublicChatbot = {
  handle: string;
  name: string;
  greeting: string;
  starters: string[];
  look: Look;
  /** Whether its answers could cite documents. */
  hasKnowledge: boolean;
};

/**
 * A partial change of a chatbot's settings. `version`: the one that the change is based on. Null resets the
 * model, the temperature or the dispatch mode to the instance's setting.
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

/** Starter questions, saved or not, of which Studio asks whether they find an answer. */
export const starterCheck = z.object({ starters: settings.starters });

/** A chatbot as Studio shows it. */
export type StudioChatbot = {
  id: string;
  handle: string;
  name: string;
  visibility: Visibility;
  /** Opens the chatbot while its visibility is `link`; null for members who cannot change it. */
  linkToken: string | null;
  config: ChatbotConfig;
  /** Changes with every update. */
  version: string;
};

export type ChatbotSummary = Pick<StudioChatbot, "id" | "handle" | "name" | "visibility"> & {
  /** Null: the instance's model. */
  model: string | null;
  sources: number;
  documents: number;
};

/** Something with a page in Studio. `path` is below the workspace's address. */
export type FoundPlace = {
  kind: "chatbot" | "source" | "document" | "member" | "person";
  name: string;
  path: string;
};
