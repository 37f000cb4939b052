import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4Usage,
} from "@ai-sdk/provider";
import { z } from "zod";
import { textLanguages } from "#lib/core/text-languages.ts";
import { answerPolicies, type GroundingOptions } from "../schema.ts";
import { answerByMeaning, answerQuestion } from "./answer-question.ts";
import type { Embed } from "./nearest-by-meaning.ts";
import { printRecap } from "./print-recap.ts";
import { streamCall } from "./stream-call.ts";
import { streamWords } from "./stream-words.ts";

const DELAY_MS = 35;

const passage = z.object({
  number: z.number().int().positive(),
  title: z.string(),
  headingPath: z.array(z.string()),
  text: z.string(),
  score: z.number(),
  similarity: z.number().optional(),
  coverage: z.number().optional(),
  date: z.string().optional(),
  isCuratedAnswer: z.boolean().optional(),
});

const groundingOptions = z.object({
  question: z.string(),
  earlier: z.string().optional(),
  passages: z.array(passage),
  contact: z.array(passage).optional(),
  answerable: z.boolean(),
  evidence: z.number().optional(),
  policy: z.enum(answerPolicies).optional(),
  chatbot: z.object({ name: z.string(), greeting: z.string(), starters: z.array(z.string()) }).optional(),
  language: z.enum(textLanguages).optional(),
  skill: z.object({ name: z.string(), input: z.json() }).optional(),
  recap: z.array(z.object({ name: z.string(), text: z.string() })).optional(),
}) satisfies z.ZodType<GroundingOptions>;

/**
 * The model used when no provider is configured. It quotes the passages in `providerOptions.parley` or
 * repeats what a skill returned; it writes no text of its own. `delayMs` is the pause between groups of
 * words; `embed` compares texts by meaning where words leave it unsure.
 */
export function builtInModel(options: { delayMs?: number; embed?: Embed } = {}): LanguageModelV4 {
  const delayMs = options.delayMs ?? DELAY_MS;
  const embed = options.embed ?? (async () => null);
  return {
    specificationVersion: "v4",
    provider: "parley",
    modelId: "built-in",
    supportedUrls: {},
    async doGenerate(call) {
      call.abortSignal?.throwIfAborted();
      const text = await answer(call, embed);
      return {
        content: [{ type: "text", text }],
        finishReason: { unified: "stop", raw: undefined },
        usage: usageOf(call.prompt, text),
        warnings: [],
      };
    },
    async doStream(call) {
      call.abortSignal?.throwIfAborted();
      const skill = requestedSkill(call);
      if (skill) return { stream: streamCall(skill, usageOf(call.prompt, "")) };
      const text = await answer(call, embed);
      const usage = usageOf(call.prompt, text);
      return { stream: streamWords(text, usage, { delayMs, signal: call.abortSignal }) };
    },
  };
}

/** The skill recognized in the question, if it is offered and has not been called yet. */
function requestedSkill({ prompt, providerOptions, tools }: LanguageModelV4CallOptions) {
  const skill = groundingOptions.safeParse(providerOptions?.parley).data?.skill;
  const isOffered = tools?.some(({ name }) => name === skill?.name);
  return skill && isOffered && prompt.at(-1)?.role !== "tool" ? skill : null;
}

async function answer(call: LanguageModelV4CallOptions, embed: Embed): Promise<string> {
  const last = call.prompt.at(-1);
  if (last?.role === "tool") return resultsOf(last.content);
  const given = call.providerOptions?.parley;
  if (given === undefined)
    return answerQuestion({ question: lastQuestion(call.prompt), passages: [], answerable: false });
  const parsed = groundingOptions.safeParse(given);
  if (!parsed.success) throw new TypeError(`providerOptions.parley: ${z.prettifyError(parsed.error)}`);
  if (parsed.data.recap) return printRecap(parsed.data.recap);
  const text = await answerByMeaning(parsed.data, embed);
  call.abortSignal?.throwIfAborted();
  return text;
}

function resultsOf(content: Extract<LanguageModelV4Message, { role: "tool" }>["content"]): string {
  return content
    .map(({ providerOptions }) => providerOptions?.parley?.said)
    .filter((said) => typeof said === "string")
    .join("\n\n");
}

function lastQuestion(prompt: LanguageModelV4Prompt): string {
  return textOf(prompt.filter(({ role }) => role === "user").slice(-1));
}

function textOf(prompt: LanguageModelV4Prompt): string {
  return prompt
    .flatMap(({ content }) =>
      typeof content === "string"
        ? [content]
        : content.flatMap((part) => (part.type === "text" ? [part.text] : [])),
    )
    .join("\n");
}

/** There is no tokenizer, so this assumes four characters per token. */
function usageOf(prompt: LanguageModelV4Prompt, text: string): LanguageModelV4Usage {
  const input = Math.ceil(textOf(prompt).length / 4);
  const output = Math.ceil(text.length / 4);
  return {
    inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: output, text: output, reasoning: 0 },
  };
}
