import { describe, expect, it } from "vitest";
import { shouldAnswer, withoutMention } from "./should-answer.ts";

const botNames = ["Kestrel Support", "support"];
const room = { manner: "mentioned", state: "open", botNames } as const;
const said = (text: string, more: object = {}) => ({
  text,
  role: "participant" as const,
  isReplyToBot: false,
  ...more,
});

describe("shouldAnswer", () => {
  it.each([
    "@bot when do you open?",
    "@support when do you open?",
    "Does @Kestrel Support know?",
    "ask @BOT.",
    "(@support)",
  ])("answers at once when it is mentioned: %s", (text) => {
    expect(shouldAnswer(room, said(text))).toBe(0);
  });

  it.each([
    "when do you open?",
    "bot, when do you open?",
    "write to me@bot.example",
    "mail support@support.example",
    "@bottle is full",
    "@all hello",
    "@everyone hello",
    "@supporters unite",
    "@@bot",
  ])("stays silent when it is not mentioned: %s", (text) => {
    expect(shouldAnswer(room, said(text))).toBeNull();
  });

  it("answers when a message replies to it", () => {
    expect(shouldAnswer(room, said("And on Sundays?", { isReplyToBot: true }))).toBe(0);
  });

  it("waits for the end of a burst when it answers everything, unless it is mentioned", () => {
    const always = { ...room, manner: "always" } as const;
    expect(shouldAnswer(always, said("when do you open?"))).toBe(4_000);
    expect(shouldAnswer(always, said("@bot when do you open?"))).toBe(0);
  });

  it("answers wishes for a recap alone when it only sums up", () => {
    const digest = { ...room, manner: "digest" } as const;
    expect(shouldAnswer(digest, said("@bot recap please"))).toBe(0);
    expect(shouldAnswer(digest, said("what did I miss?", { isReplyToBot: true }))).toBe(0);
    expect(shouldAnswer(digest, said("@bot when do you open?"))).toBeNull();
    expect(shouldAnswer(digest, said("recap"))).toBeNull();
  });

  it.each(["mentioned", "always", "digest", "off"] as const)(
    "never answers a chatbot when its manner is %s",
    (manner) => {
      const message = said("@bot recap", { role: "bot", isReplyToBot: true });
      expect(shouldAnswer({ ...room, manner }, message)).toBeNull();
    },
  );

  it("answers nothing when it is off or the room is archived", () => {
    expect(shouldAnswer({ ...room, manner: "off" }, said("@bot hello"))).toBeNull();
    expect(shouldAnswer({ ...room, manner: "always", state: "archived" }, said("@bot hello"))).toBeNull();
  });
});

describe("withoutMention", () => {
  it.each([
    ["@bot when do you open?", "when do you open?"],
    ["@Kestrel Support, when do you open?", "when do you open?"],
    ["when do you open, @support?", "when do you open, ?"],
    ["when do you open?", "when do you open?"],
    ["@bot", "@bot"],
  ])("leaves the question when a text is %s", (text, question) => {
    expect(withoutMention(text, botNames)).toBe(question);
  });
});
