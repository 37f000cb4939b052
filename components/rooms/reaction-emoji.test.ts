import { describe, expect, it } from "vitest";
import { reactRequest } from "#lib/rooms/schema.ts";
import { emojiIn, offeredEmoji } from "./reaction-emoji.ts";

describe("emoji for reactions", () => {
  it("are 24 different ones that the server accepts", () => {
    expect(new Set(offeredEmoji).size).toBe(24);
    for (const emoji of offeredEmoji) expect(reactRequest.safeParse({ emoji, on: true }).success).toBe(true);
  });

  it.each([
    ["👩🏽‍🚀", "👩🏽‍🚀"],
    ["see 🇩🇪", "🇩🇪"],
    ["😀🥳", "🥳"],
    ["1️⃣", "1️⃣"],
    ["ok", null],
    ["", null],
    ["1", null],
  ])("finds the last one of %j", (text, emoji) => expect(emojiIn(text)).toBe(emoji));

  it.each(["", "x", "😀😀", "<b>", "😀 ", "\u200d", "1"])("refuses %j as a reaction", (emoji) =>
    expect(reactRequest.safeParse({ emoji, on: true }).success).toBe(false),
  );
});
