import { createOpenAI } from "@ai-sdk/openai";
import { env } from "#lib/core/env.ts";
import { trustedFetch } from "#lib/core/outbound.ts";
import { singleton } from "#lib/core/singleton.ts";
import { mergingFetch } from "./merge-deltas.ts";

const OPENAI_HOST = "api.openai.com";
const OPENAI_URL = "https://api.openai.com/v1";

/**
 * Returns the process's client for the configured OpenAI-compatible server. Local servers often need no key,
 * but the SDK requires one.
 */
export function openai() {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = env();
  return singleton(`openai ${OPENAI_BASE_URL ?? ""}`, () =>
    createOpenAI({
      apiKey: OPENAI_API_KEY ?? "none",
      baseURL: OPENAI_BASE_URL,
      fetch: modelFetch(),
    }),
  );
}

/** The fetch for calls to the model provider. */
export function modelFetch(): typeof fetch {
  return singleton("model-fetch", () => mergingFetch(trustedFetch));
}

export function baseUrl(): string {
  return env().OPENAI_BASE_URL ?? OPENAI_URL;
}

/** Whether a server is OpenAI's own. */
export function isOpenai(server: string): boolean {
  return URL.parse(server)?.hostname === OPENAI_HOST;
}

export function hasOpenai(): boolean {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = env();
  return Boolean(OPENAI_API_KEY || OPENAI_BASE_URL);
}
