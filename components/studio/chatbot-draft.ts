import type { ChatbotChange, ChatbotConfig, StudioChatbot, Visibility } from "#lib/chatbot/schema.ts";
import type { DispatchMode } from "#lib/instance/schema.ts";

/** A chatbot's form values; numbers are strings as typed. */
export type ChatbotDraft = Pick<
  ChatbotConfig,
  "persona" | "greeting" | "language" | "answerPolicy" | "skills" | "look"
> & {
  name: string;
  handle: string;
  visibility: Visibility;
  starters: string[];
  model: string;
  temperature: string;
  maxOutputTokens: string;
  /** Empty: the instance's default. */
  dispatch: DispatchMode | "";
};

export type Changes = Omit<ChatbotChange, "version">;

export function toDraft({ name, handle, visibility, config }: StudioChatbot): ChatbotDraft {
  const {
    persona,
    greeting,
    starters,
    model,
    temperature,
    maxOutputTokens,
    language,
    answerPolicy,
    skills,
    look,
    dispatch,
  } = config;
  return {
    name,
    handle,
    visibility,
    persona,
    greeting,
    starters,
    model: model ?? "",
    temperature: temperature === undefined ? "" : String(temperature),
    maxOutputTokens: String(maxOutputTokens),
    language,
    answerPolicy,
    skills,
    look,
    dispatch: dispatch ?? "",
  };
}

/** Returns what a draft changes, or null for nothing. Empty starter lines are dropped. */
export function changesOf(saved: StudioChatbot, draft: ChatbotDraft): Changes | null {
  const before = toDraft(saved);
  const next = { ...draft, name: draft.name.trim(), starters: nonEmptyStarters(draft.starters) };
  const differs = (field: keyof ChatbotDraft) =>
    JSON.stringify(before[field]) !== JSON.stringify(next[field]);
  const config: Changes["config"] = {
    ...(differs("persona") && { persona: next.persona }),
    ...(differs("greeting") && { greeting: next.greeting }),
    ...(differs("starters") && { starters: next.starters }),
    ...(differs("model") && { model: next.model.trim() || null }),
    ...(differs("temperature") && { temperature: next.temperature === "" ? null : Number(next.temperature) }),
    ...(differs("maxOutputTokens") && { maxOutputTokens: Number(next.maxOutputTokens) }),
    ...(differs("language") && { language: next.language }),
    ...(differs("answerPolicy") && { answerPolicy: next.answerPolicy }),
    ...(differs("look") && { look: next.look }),
    ...(differs("skills") && { skills: next.skills }),
    ...(differs("dispatch") && { dispatch: next.dispatch || null }),
  };
  const changes: Changes = {
    ...(differs("name") && { name: next.name }),
    ...(differs("handle") && { handle: next.handle }),
    ...(differs("visibility") && { visibility: next.visibility }),
    config,
  };
  return Object.keys(changes).length + Object.keys(config).length > 1 ? changes : null;
}

export function nonEmptyStarters(starters: string[]): string[] {
  return starters.map((starter) => starter.trim()).filter(Boolean);
}

/** Returns the chatbot as it is after the changes are saved. */
export function withChanges(saved: StudioChatbot, { config, ...plain }: Changes): StudioChatbot {
  const { model, temperature, dispatch, ...rest } = { ...saved.config, ...config };
  return {
    ...saved,
    ...plain,
    config: {
      ...rest,
      ...(model != null && { model }),
      ...(temperature != null && { temperature }),
      ...(dispatch != null && { dispatch }),
    },
  };
}

/** Takes over values saved elsewhere for the fields that the draft has not changed. */
export function rebaseDraft(draft: ChatbotDraft, from: StudioChatbot, to: StudioChatbot): ChatbotDraft {
  const [before, after] = [toDraft(from), toDraft(to)];
  const isLeftAlone = (field: keyof ChatbotDraft) =>
    JSON.stringify(draft[field]) === JSON.stringify(before[field]);
  const fields = (Object.keys(after) as (keyof ChatbotDraft)[]).filter(isLeftAlone);
  return { ...draft, ...Object.fromEntries(fields.map((field) => [field, after[field]])) };
}
