import { describe, expect, it } from "vitest";
import { newRoomCode, readRoomCode } from "./room-code.ts";

describe("newRoomCode", () => {
  it("has eight characters without vowels and look-alikes, different each time", () => {
    const codes = Array.from({ length: 500 }, newRoomCode);
    for (const code of codes) expect(code).toMatch(/^[CDFGHJKMNPQRTVWX346789]{8}$/);
    expect(new Set(codes).size).toBe(500);
  });
});

describe("readRoomCode", () => {
  it.each([
    ["ride2026", "RIDE2026"],
    [" TEST123 ", "TEST123"],
    ["abcd", "ABCD"],
  ])("reads %s as it is stored", (typed, code) => expect(readRoomCode(typed)).toBe(code));

  it.each(["abc", "create", "with space", "Ünicode", "a".repeat(21), "../x", ""])(
    "reads no code when it is %s",
    (typed) => expect(readRoomCode(typed)).toBeNull(),
  );
});
