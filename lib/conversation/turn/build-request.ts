import { randomBytes } from "node:crypto";
import type { Grant } from "#lib/access/schema.ts";
import { builtIn, type ChosenModel } from "#lib/ai/language-model.ts";
import type { GroundingOptions, Passage } from "#lib/ai/schema.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import type { FoundPassage } from "#lib/knowledge/retrieval/search-knowledge.ts";
import { runSkill } from "#lib/skills/run-skill.ts";
import type { Write } from "#lib/skills/skill.ts";
import { recognizeSkill, skillsOf } from "#lib/skills/skill-registry.ts";
import { withoutAuthorTags } from "../../prompt/author-tags.ts";
import { buildPrompt } from "../../prompt/build-prompt.ts";
import { buildRecapPrompt, isRecap, readRecap } from "../../prompt/recap.ts";
import { addUsage } from "../generation/add-usage.ts";
import type { AnswerLimits, AnswerUsage } from "../generation/answer-event.ts";
import type { StepsInput } from "../generation/answer-in-steps.ts";
import { generateProse } from "../generation/generate-prose.ts";
import { recordAttempt } from "../queries/turns.ts";
import type { TurnContext } from "./gather-context.ts";
import type { Turn } from "./turn.ts";

/** Low, because an answer repeats what the passages say. */
const DEFAULT_TEMPERATURE = 0.2;

type RequestInput = {
  chatbot: Chatbot;
  model: ChosenModel;
  turn: Turn;
  asker: string;
  grants: readonly Grant[];
  limits: AnswerLimits;
};

/** What the model is called with. */
export type AnswerRequest = {
  steps: Omit<StepsInput, "stop">;
  /** Characters of the prompt. */
  inputChars: number;
  /** Tokens used so far beside the answer: for the search query and for skills. */
  sideUsage(): AnswerUsage;
};

/** Builds the prompt, the grounding for the built-in model, and the skills of a turn. */
export function buildRequest(ctx: Context, input: RequestInput, context: TurnContext): AnswerRequest {
  const { chatbot, model, turn, asker, grants, limits } = input;
  if (isRecap(turn.question)) return recapRequest(input, context);
  const { config } = chatbot;
  const question = withoutAuthorTags(turn.question);
  const { history, earlier, answerable } = context;
  const passages = context.passages.map(numbered);
  const policy = config.answerPolicy ?? "knowledge";
  const skills = skillsOf(config.skills ?? [], grants);
  const asked = history.filter(({ role }) => role === "user").map(({ text }) => withoutAuthorTags(text));
  const recognized = recognizeSkill(skills, question, asked) ?? undefined;
  const grounding: GroundingOptions = {
    question,
    earlier,
    passages,
    contact: context.contact.map((passage, index) => numbered(passage, passages.length + index)),
    answerable,
    evidence: context.evidence,
    policy,
    chatbot: { name: chatbot.name, greeting: config.greeting, starters: config.starters },
    language: config.language,
    skill: recognized as GroundingOptions["skill"],
  };
  const prompt = buildPrompt({
    chatbot: { name: chatbot.name, persona: config.persona },
    history,
    question: turn.question,
    passages,
    answerable,
    policy,
    hasSkills: skills.length > 0,
    today: ctx.now(),
    fence: randomBytes(6).toString("hex"),
  });
  const { temperature = DEFAULT_TEMPERATURE, maxOutputTokens, language } = config;
  let sideUsage = context.usage;
  const write: Write = async (order) => {
    if (model.builtIn) return null;
    await recordAttempt(ctx, turn);
    const { text, ...usage } = await generateProse(chatbot, model, order, limits);
    sideUsage = addUsage(sideUsage, usage);
    return text;
  };
  const skillTurn = { chatbotId: chatbot.id, asker, grants, question, seed: turn.turnId, language, write };
  let firstNumber = passages.length + context.contact.length + 1;
  const use: StepsInput["use"] = async (call) => {
    const result = await runSkill(ctx, skills, call, { ...skillTurn, firstNumber });
    firstNumber += result.cards.flatMap(({ references = [] }) => references).length;
    return result;
  };
  const providerOptions = model.builtIn || recognized ? { parley: grounding } : undefined;
  return {
    steps: {
      model,
      // A skill that the question names can be used without a language model.
      fallback: recognized && !model.builtIn ? builtIn() : null,
      options: { prompt, temperature, maxOutputTokens, providerOptions },
      skills,
      use,
      limits,
    },
    inputChars: JSON.stringify(prompt).length,
    sideUsage: () => sideUsage,
  };
}

function recapRequest({ chatbot, model, turn, limits }: RequestInput, { usage }: TurnContext): AnswerRequest {
  const prompt = buildRecapPrompt(chatbot.name, turn.question);
  const grounding: GroundingOptions = {
    question: "",
    passages: [],
    answerable: false,
    recap: readRecap(turn.question),
  };
  const { temperature = DEFAULT_TEMPERATURE, maxOutputTokens } = chatbot.config;
  const providerOptions = model.builtIn ? { parley: grounding } : undefined;
  return {
    steps: {
      model,
      fallback: null,
      options: { prompt, temperature, maxOutputTokens, providerOptions },
      skills: [],
      use: () => Promise.reject(new Error("A recap uses no skills.")),
      limits,
    },
    inputChars: JSON.stringify(prompt).length,
    sideUsage: () => usage,
  };
}

function numbered(
  { title, headingPath, text, score, vectorScore, coverage, isCuratedAnswer, changedAt }: FoundPassage,
  index: number,
): Passage {
  const date = changedAt.toISOString().slice(0, 10);
  const similarity = vectorScore ?? undefined;
  return { number: index + 1, title, headingPath, text, score, similarity, coverage, date, isCuratedAnswer };
}
