import type { BotManner, RoomRole, RoomState } from "./schema.ts";

/** What decides about the chatbot of a room: how it behaves, and what people call it. */
export type AnsweringRoom = { manner: BotManner; state: RoomState; botNames: readonly string[] };

export type SaidMessage = {
  text: string;
  role: RoomRole;
  /** Whether it replies to a message of the chatbot. */
  isReplyToBot: boolean;
};

/** People often send several messages in a row, which get one answer. */
const BURST_MS = 4_000;

/**
 * Decides whether a room's chatbot answers a message. It never answers itself or another chatbot, so two of
 * them cannot keep each other going, and a message to everyone is not for it.
 * @returns how long to wait for further messages, in milliseconds; null for no answer
 */
export function shouldAnswer(room: AnsweringRoom, message: SaidMessage): number | null {
  if (message.role === "bot" || room.state === "archived") return null;
  const isAddressed = message.isReplyToBot || mentions(message.text, room.botNames);
  switch (room.manner) {
    case "off":
      return null;
    case "mentioned":
      return isAddressed ? 0 : null;
    case "always":
      return isAddressed ? 0 : BURST_MS;
  }
}

/** Whether a text mentions the chatbot: `@bot`, or `@` and one of its names. */
function mentions(text: string, names: readonly string[]): boolean {
  return mentionOf(names).test(text);
}

/** The text without the mention, as the question that the chatbot is asked. */
export function withoutMention(text: string, names: readonly string[]): string {
  const rest = text.replace(mentionOf(names, "g"), "$1").replace(/[ \t]{2,}/g, " ");
  return rest.replace(/^[\s,:;–—-]+/, "").trim() || text.trim();
}

function mentionOf(names: readonly string[], flags = ""): RegExp {
  const all = ["bot", ...names]
    .filter((name) => name.trim() !== "")
    .sort((a, b) => b.length - a.length)
    .map((name) =>
      name
        .trim()
        .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
        .replace(/\s+/g, "\\s+"),
    );
  return new RegExp(`(^|[^\\p{L}\\p{N}_@])@(?:${all.join("|")})(?![\\p{L}\\p{N}_])`, `iu${flags}`);
}
