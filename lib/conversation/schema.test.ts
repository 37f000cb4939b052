import { describe, expect, it } from "vitest";
import { chatRequest, MESSAGE_MAX_CHARS, textOfParts } from "./schema.ts";

const ask = (...texts: string[]) =>
  chatRequest.safeParse({
    id: "chat-1",
    chatbot: "support",
    message: { id: "m-1", parts: texts.map((text) => ({ type: "text", text })) },
  });

describe("chatRequest", () => {
  it("accepts a message that is as long as allowed, in one part or several", () => {
    expect(ask("a".repeat(MESSAGE_MAX_CHARS)).success).toBe(true);
    const half = "a".repeat((MESSAGE_MAX_CHARS - 1) / 2);
    const parts = ask(half, half).data?.message?.parts ?? [];
    expect(textOfParts(parts).length).toBeLessThanOrEqual(MESSAGE_MAX_CHARS);
    expect(parts.length).toBe(2);
  });

  it.each([
    ["one part", ["a".repeat(MESSAGE_MAX_CHARS + 1)]],
    ["eight parts, each as long as allowed", Array.from({ length: 8 }, () => "a".repeat(MESSAGE_MAX_CHARS))],
    [
      "two parts and the line end between them",
      ["a".repeat(MESSAGE_MAX_CHARS / 2), "a".repeat(MESSAGE_MAX_CHARS / 2)],
    ],
    ["a long part and a short one", ["a".repeat(MESSAGE_MAX_CHARS), "b"]],
  ])("refuses a message that is too long in %s (RAT-07)", (_, texts) => {
    expect(ask(...texts).success).toBe(false);
  });
});
