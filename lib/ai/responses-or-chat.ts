import { APICallError, type LanguageModelV4 } from "@ai-sdk/provider";
import { singleton } from "#lib/core/singleton.ts";

/** Servers that answer "no such path" to the Responses API. */
const ABSENT = new Set([404, 405, 501]);

const withoutResponses = () => singleton("servers-without-responses", () => new Set<string>());

/**
 * A model of the Responses API, or of the chat completions API where the server does not offer the first:
 * most servers that resemble OpenAI's do not. Remembered for the process.
 */
export function responsesOrChat(
  server: string,
  responses: LanguageModelV4,
  chat: LanguageModelV4,
): LanguageModelV4 {
  const call = async <T>(ask: (model: LanguageModelV4) => PromiseLike<T>): Promise<T> => {
    if (withoutResponses().has(server)) return ask(chat);
    try {
      return await ask(responses);
    } catch (error) {
      if (!isPathAbsent(error)) throw error;
      const result = await ask(chat);
      withoutResponses().add(server);
      return result;
    }
  };
  const { specificationVersion, provider, modelId, supportedUrls } = responses;
  return {
    specificationVersion,
    provider,
    modelId,
    supportedUrls,
    doGenerate: (options) => call((model) => model.doGenerate(options)),
    doStream: (options) => call((model) => model.doStream(options)),
  };
}

/** Not where the model is what is missing. */
function isPathAbsent(error: unknown): boolean {
  if (!APICallError.isInstance(error) || !ABSENT.has(error.statusCode ?? 0)) return false;
  return !/model/i.test(`${error.message} ${error.responseBody ?? ""}`);
}
