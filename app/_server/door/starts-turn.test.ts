import { describe, expect, it } from "vitest";
import { isChatDirect, startsTurn } from "./starts-turn.ts";

describe("startsTurn", () => {
  it.each(["/api/chat", "/api/chat?chatbot=a", "/api/jobs/", "/chat-direct", "/api/chat-direct/?a=1"])(
    "knows that a POST to %s starts a turn",
    (url) => {
      expect(startsTurn({ method: "POST", url })).toBe(true);
      expect(startsTurn({ method: "GET", url })).toBe(false);
    },
  );

  it.each(["/", "/api/chat/cnv_1/stop", "/api/chats", "/api/conversations?x=/api/chat", undefined])(
    "passes a POST to %s on",
    (url) => {
      expect(startsTurn({ method: "POST", url })).toBe(false);
    },
  );
});

describe("isChatDirect", () => {
  it.each([
    ["/chat-direct", true],
    ["/api/chat-direct/?a=1", true],
    ["/api/chat", false],
    ["/api/chat?x=/chat-direct", false],
  ])("of %s is %s", (url, expected) => {
    expect(isChatDirect(url)).toBe(expected);
  });
});
