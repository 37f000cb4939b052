import { z } from "zod";

/** Servers with the chat completions API that people connect most; `custom` is any other. */
export const connectionPresets = ["openai", "openrouter", "ollama", "lmstudio", "vllm", "custom"] as const;
export type ConnectionPreset = (typeof connectionPresets)[number];

/** Where a preset's server usually is. */
export const presetUrls: Record<ConnectionPreset, string> = {
  openai: "https://api.openai.com/v1",
  openrouter: "https://openrouter.ai/api/v1",
  ollama: "http://localhost:11434/v1",
  lmstudio: "http://localhost:1234/v1",
  vllm: "http://localhost:8000/v1",
  custom: "",
};

const modelName = z
  .string()
  .trim()
  .regex(/^[\w./:@+-]{1,120}$/, "Enter a model name without spaces, up to 120 characters.");

const server = {
  baseUrl: z.string().trim().min(1, "Enter the server's URL.").max(300, "Use at most 300 characters."),
  /** Absent: the stored one. Null: the server needs none. */
  key: z
    .string()
    .trim()
    .max(500, "Use at most 500 characters.")
    .regex(/^[\x21-\x7e]+$/, "A key contains no spaces or special letters.")
    .nullish(),
};

export const connectionInput = z.object({ ...server, preset: z.enum(connectionPresets), model: modelName });
export type ConnectionInput = z.infer<typeof connectionInput>;

/** Without a model, only the list of models is asked for. */
export const connectionTestInput = z.object({ ...server, model: modelName.optional() });
export type ConnectionTestInput = z.infer<typeof connectionTestInput>;

/** A workspace's connection as Studio shows it, without its key. */
export type ModelConnection = {
  preset: ConnectionPreset;
  baseUrl: string;
  model: string;
  /** The last four characters of the key; null without one. */
  keyEnd: string | null;
  /** The key can no longer be decrypted, because ENCRYPTION_KEY has changed. */
  isKeyLost: boolean;
  updatedAt: string;
};

/** Why a test failed. */
export type ConnectionProblem =
  | "key_missing"
  | "key_refused"
  | "not_reached"
  | "not_allowed"
  | "wrong_address"
  | "not_compatible"
  | "model_not_found"
  | "slow"
  | "busy"
  | "quota_used"
  | "failed";

/** `models`: those that the server lists, null where it lists none. */
export type ConnectionTest = { models: string[] | null } & (
  | {
      isOk: true /** Until the first words; null if no model was asked. */;
      firstMs: number | null;
      isStreaming: boolean;
    }
  | {
      isOk: false;
      problem: ConnectionProblem;
      /** The server's own words, shortened. */
      said: string | null;
      /** An address at which the server does answer. */
      suggestedUrl: string | null;
    }
);
