import { APICallError, type LanguageModelV4, type LanguageModelV4CallOptions } from "@ai-sdk/provider";
import { LRUCache } from "lru-cache";
import { singleton } from "#lib/core/singleton.ts";
import type { ServedModel } from "./model-server.ts";

/** Providers count thoughts as output, so that a limit meant for the answer would end it before it begins. */
const THOUGHT_TOKENS = 8_000;
const REFUSES_LIMIT = /max_?(?:completion_|output_)?tokens|context (?:length|window|size)/i;

/** Models that have refused a limit this high, in this process. */
const refusing = () =>
  singleton("models-without-thought-allowance", () => new LRUCache<string, true>({ max: 2_000 }));

/**
 * Raises the output limit by an allowance for thoughts. Callers cut what is visible. A model that refuses the
 * higher limit gets the plain one from then on.
 * @param owner the workspace that connected the server, or "" for the instance's
 */
export function withThoughtAllowance(model: LanguageModelV4, server: string, owner = ""): ServedModel {
  const { specificationVersion, provider, modelId, supportedUrls } = model;
  const key = `${owner} ${server} ${modelId}`;
  const call = async <T>(
    options: LanguageModelV4CallOptions,
    send: (options: LanguageModelV4CallOptions) => PromiseLike<T>,
  ): Promise<T> => {
    const { maxOutputTokens } = options;
    if (maxOutputTokens === undefined || refusing().has(key)) return send(options);
    try {
      return await send({ ...options, maxOutputTokens: maxOutputTokens + THOUGHT_TOKENS });
    } catch (error) {
      if (!isLimitRefused(error)) throw error;
      const result = await send(options);
      refusing().set(key, true);
      return result;
    }
  };
  return {
    specificationVersion,
    provider,
    modelId,
    supportedUrls,
    server,
    owner,
    doGenerate: (options) => call(options, (sent) => model.doGenerate(sent)),
    doStream: (options) => call(options, (sent) => model.doStream(sent)),
  };
}

function isLimitRefused(error: unknown): boolean {
  if (!APICallError.isInstance(error)) return false;
  const isRefused = error.statusCode === 400 || error.statusCode === 422;
  return isRefused && REFUSES_LIMIT.test(`${error.message} ${error.responseBody ?? ""}`);
}
