import type { BotManner, RoomRole, RoomState } from "../schema.ts";
import { asksForRecap } from "./asks-for-recap.ts";

/** What decides whether a room's chatbot answers, and the names that mention it. */
export type AnsweringRoom = { manner: BotManner; state: RoomState; botNames: readonly string[] };

export type SaidMessage = {
  text: string;
  role: RoomRole;
  /** Whether it replies to a message of the chatbot. */
  isReplyToBot: boolean;
};

/** People often send several messages in a row; they get one answer. */
const BURST_MS = 4_000;

/**
 * Decides whether a room's chatbot answers a message. It never answers a chatbot, so that two of them
 * cannot talk to each other forever.
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
    case "digest":
      return isAddressed && asksForRecap(withoutMention(message.text, room.botNames)) ? 0 : null;
  }
}

/** Whether a text mentions the chatbot: `@bot`, or `@` and one of its names. */
function mentions(text: string, names: readonly string[]): boolean {
  return mentionOf(names).test(text);
}

/** The text without the mention: the question for the chatbot. */
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
