import { describe, expect, it } from "vitest";
import { nameKey } from "./name-key.ts";

describe("nameKey", () => {
  it.each([
    ["Ana", "ana"],
    ["Ana", "А\u043da".replace("\u043d", "n")],
    ["Ana", "A n a"],
    ["Ana", "Ａｎａ"],
    ["Ana", "Án\u200ba"],
    ["Ana", "A.n.a!".replace("!", "")],
    ["Paul", "Раul"],
    ["Paul", "PauI"],
    ["Paul", "Pau1"],
    ["Bob", "B0b"],
    ["Tom", "Torn"],
    ["William", "VVilliam"],
    ["Nova", "ⓝova"],
  ])("is the same when %s and %s look alike", (one, other) => {
    expect(nameKey(other)).toBe(nameKey(one));
  });

  it.each([
    ["Ana", "Anna"],
    ["Clara", "Dara"],
    ["José", "Josef"],
    ["की", "का"],
    ["ที่", "ทำ"],
    ["王芳", "王方"],
    ["🦊", "🐻"],
    ["Ana 2", "Ana 3"],
  ])("differs when %s and %s differ at a glance", (one, other) => {
    expect(nameKey(other)).not.toBe(nameKey(one));
  });

  it("is never empty for a visible name", () => {
    for (const name of ["...", "🦊", "—", "!!"]) expect(nameKey(name)).not.toBe("");
  });
});
