import { z } from "zod";
import { modelProblems } from "#lib/ai/schema.ts";
import { cleanedName } from "#lib/core/clean-name.ts";
import { storableText } from "#lib/core/storable-text.ts";
import type { PageRange } from "#lib/knowledge/parsing/pages.ts";
import type { Grounding } from "#lib/mark-parsing/grounding.ts";
import type { Card, PlacedCard, SkillCall } from "#lib/skills/card.ts";

/** Longest message a person may send, in UTF-16 code units. */
export const MESSAGE_MAX_CHARS = 16_000;
export const TITLE_MAX_CHARS = 120;

/** The client's key for a conversation or message; looked up only within that person's rows. */
const clientKey = z.string().regex(/^[\w-]{1,128}$/, "must be 1 to 128 letters, digits, _ or -");

const userMessage = z.object({
  id: clientKey,
  role: z.literal("user").default("user"),
  parts: z
    .array(z.object({ type: z.literal("text"), text: z.string().max(MESSAGE_MAX_CHARS) }))
    .min(1)
    .max(8)
    .refine((parts) => textOfParts(parts).length <= MESSAGE_MAX_CHARS, {
      error: `Use at most ${MESSAGE_MAX_CHARS} characters.`,
      abort: true,
    }),
});

/** The text of a message: its parts, a line each. */
export const textOfParts = (parts: readonly { text: string }[]) => parts.map(({ text }) => text).join("\n");

/** Body of `POST /api/chat`, as the AI SDK's chat transport sends it. */
export const chatRequest = z.object({
  id: clientKey,
  chatbot: z.string().min(1).max(64),
  trigger: z.enum(["submit-message", "regenerate-message"]).default("submit-message"),
  message: userMessage.optional(),
  messageId: z.string().max(128).optional(),
});
export type ChatRequest = z.infer<typeof chatRequest>;

/**
 * Body of `POST /chat-direct`. `chatbotId` is an id or a handle; without it the conversation's chatbot
 * answers, or the workspace's oldest that is open to the caller. `conversationId` continues a conversation.
 */
export const directRequest = z.object({
  message: z
    .string("must be a string")
    .max(MESSAGE_MAX_CHARS)
    .refine((text) => text.trim() !== "", "must not be empty"),
  chatbotId: z.string().min(1).max(64).nullish(),
  conversationId: z.string().min(1).max(128).nullish(),
});
export type DirectRequest = z.infer<typeof directRequest>;

/** `Idempotency-Key` of a request: printable ASCII. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/, "Idempotency-Key must be 1 to 255 printable ASCII characters");

/** Body of a member's reply in place of the chatbot. `id`: makes it idempotent. */
export const replyRequest = z.object({
  id: clientKey.max(100),
  text: storableText(MESSAGE_MAX_CHARS)
    .transform((text) => text.trim())
    .refine((text) => text !== "", "Write a message."),
});
export type Reply = z.infer<typeof replyRequest>;

export const exportFormats = ["md", "json"] as const;
export const exportQuery = z.object({ format: z.enum(exportFormats).default("md") });

export const renameRequest = z.object({ title: cleanedName(TITLE_MAX_CHARS) });

export const FEEDBACK_MAX_CHARS = 2_000;
export const ratings = ["up", "down"] as const;
export type Rating = (typeof ratings)[number];
/** The reasons that the chat offers. Other clients may send their own. */
export const feedbackReasons = {
  up: ["correct", "clear", "complete"],
  down: ["incorrect", "incomplete", "off_topic", "bad_sources"],
} as const satisfies Record<Rating, readonly string[]>;

const optionalText = (most: number) =>
  storableText(most)
    .nullish()
    .transform((text) => text?.trim() || null);

/** Body of `PUT …/feedback`. It replaces the feedback; a null rating removes it. */
export const feedbackRequest = z.object({
  rating: z.enum(ratings).nullable(),
  reason: optionalText(100),
  text: optionalText(FEEDBACK_MAX_CHARS),
});
export type FeedbackRequest = z.infer<typeof feedbackRequest>;
export type Feedback = FeedbackRequest & { rating: Rating };

/** Where a conversation is held: the chat page, the API, or a room. */
export const channels = ["page", "api", "room"] as const;
export type Channel = (typeof channels)[number];

export const turnStates = ["running", "complete", "stopped", "interrupted", "failed"] as const;
export type TurnState = (typeof turnStates)[number];

/**
 * Why a turn did not complete. A problem of the model call, before a visible token; `model_silent`: the model
 * finished without an answer; `model_cut`: the stream broke; `model_stalled`: no sign of life in time;
 * `too_long`: the answer reached its length limit; `process_ended`: the server stopped during the answer;
 * `internal`: an error in Parley.
 */
export const turnErrorCodes = [
  ...modelProblems,
  "model_silent",
  "model_cut",
  "model_stalled",
  "too_long",
  "process_ended",
  "internal",
] as const;
export type TurnErrorCode = (typeof turnErrorCodes)[number];

/** The passage that a mark such as `[2]` in an answer refers to. */
export type Citation = {
  number: number;
  documentId: string;
  title: string;
  /** Headings from the document's title down to the passage. */
  headingPath: string[];
  /** Null where the document has no pages or slides, or has changed since. */
  pages: PageRange | null;
  /** The first few hundred characters of the passage, plain text. */
  excerpt: string;
};

/** A completed turn. */
export type DirectAnswer = {
  success: true;
  role: "assistant";
  content: string;
  cards: Card[];
  messageId: string;
  conversationId: string;
  citations: Citation[];
};

export type ModelLabel = { provider: string; id: string; builtIn: boolean };

export type ChatMessage = {
  id: string;
  role: "user" | "assistant";
  text: string;
  createdAt: string;
  citations: Citation[];
  /** Only on answers, in the order of the text. */
  cards: PlacedCard[];
  skills: SkillCall[];
  /** Null on questions and on answers that are not complete. */
  grounding: Grounding | null;
  /** Only on answers. */
  turn?: { id: string; state: TurnState; errorCode?: TurnErrorCode; model: ModelLabel };
  /** Only on rated answers. */
  feedback?: Feedback;
  /** Set on what a person wrote in place of the chatbot. The name is null once they have left. */
  author?: { name: string | null };
};

/** A person who has done nothing for this long has left the conversation to the chatbot again. */
export const HANDLING_SILENCE = "30 minutes";

/** The person who answers in place of the chatbot. The name is null once they have left. */
export type Handling = { name: string | null };

/**
 * An event of an open conversation. The version differs whenever a turn has begun or ended, a person has
 * written, or who answers has changed.
 */
export type ConversationChange = { version: string; handling: Handling | null };

export type ConversationSummary = { id: string; title: string; updatedAt: string };
export type ConversationList = { conversations: ConversationSummary[]; before: string | null };
export type ConversationDetail = ConversationSummary & {
  chatbot: string;
  running: boolean;
  /** Null while the chatbot answers. */
  handling: Handling | null;
};
export type MessagePage = { messages: ChatMessage[]; before: string | null };

/** The document of a citation, around the passage. Offsets are UTF-16 units of `content`. */
export type CitedDocument = {
  number: number;
  title: string;
  headingPath: string[];
  pages: PageRange | null;
  /** The web page that the document was read from. */
  url: string | null;
  format: "markdown" | "text";
  content: string;
  /** Null when the document has changed and no longer contains the passage. */
  highlight: { start: number; end: number } | null;
  /** Whether `content` is only a part of a long document. */
  isExcerpt: boolean;
};

/** Metadata on the stream's `start` chunk. */
export type TurnStart = {
  conversationId: string;
  turnId: string;
  userMessageId: string;
  title: string;
  model: ModelLabel;
};

/**
 * Metadata on the stream's last `message-metadata` chunk, before `finish`, `abort` or `error`. `grounding` is
 * set on completed answers.
 */
export type TurnEnd = {
  state: Exclude<TurnState, "running">;
  errorCode?: TurnErrorCode;
  grounding?: Grounding;
};

/** A question that a person answers, as stored. */
export type HeldQuestion = {
  conversationId: string;
  title: string;
  userMessageId?: string;
  handling: Handling | null;
};

/** A stored answer that replaces what a reader has of it. */
export type ReplacedAnswer = TurnStart &
  TurnEnd & {
    messageId: string;
    text: string;
    citations: Citation[];
    cards: PlacedCard[];
    skills: SkillCall[];
  };

/**
 * Chunks of Parley's UI message stream: a subset of the AI SDK's protocol, so that its clients can read them.
 * Answers have one text part, with the id "0".
 */
export type TurnChunk =
  | { type: "start"; messageId: string; messageMetadata: TurnStart }
  | { type: "text-start"; id: string }
  | { type: "text-delta"; id: string; delta: string }
  | { type: "text-end"; id: string }
  | { type: "data-citation"; id: string; data: Citation }
  /** A skill call; a later chunk with the same id updates its state. */
  | { type: "data-skill"; id: string; data: SkillCall }
  | { type: "data-card"; id: string; data: PlacedCard }
  /** The text after `length` was a thought, as were the citations after the first `citations`. */
  | { type: "data-retract"; id: string; data: { length: number; citations: number } }
  | { type: "data-replace"; id: string; data: ReplacedAnswer }
  /** A person answers: the question was stored for them. Without `userMessageId`, only that they do. */
  | { type: "data-handling"; id: string; data: HeldQuestion }
  | { type: "message-metadata"; messageMetadata: TurnEnd }
  | { type: "error"; errorText: string }
  | { type: "abort"; reason?: string }
  | { type: "finish"; finishReason?: "stop" | "length" };
