import { expect, it } from "vitest";
import { plainName } from "./plain-name.ts";

it("leaves ordinary names as they are", () => {
  for (const name of [
    "Bike Shop",
    "St. Mary's",
    "Müller & Söhne",
    "東京サポート",
    "Project: Alpha",
    "Café 24",
  ])
    expect(plainName(name)).toBe(name);
});

it.each([
  "Visit http://evil.example/x",
  "Visit http://evil",
  "HTTPS://EVIL.EXAMPLE",
  "evil.example",
  "www.evil.example/path?a=b",
  "someone@evil.example",
  "mailto:someone",
  "javascript:alert(1)",
  "ｈｔｔｐ：／／ｅｖｉｌ．ｅｘａｍｐｌｅ",
  "evil。example",
  "evil｡example",
  "e\u200Bvil\u2060.\u00ADexample",
  "evil․example",
  "evil﹒example",
  "evil…example",
  "someone﹫evil",
  "127.0.0.1:8080",
  "[::1]/x",
  "\\\\evil\\share",
  "evil.\u202Eexample",
  "evil\n.example",
])("leaves nothing that a mail program makes a link of in %j", (name) => {
  const plain = plainName(name);
  expect(plain).not.toMatch(/:\/|\/\/|@|\\|\S[.。．｡․]\S|:\S/u);
  expect(plain.length).toBeGreaterThan(0);
});

it("removes controls, line breaks, direction marks and invisible characters", () => {
  expect(plainName("Bike\r\nBcc: x\u0000\u202Egnp\u202C\u2066\u200F\u061C\uFEFF\uDB40\uDC41")).toBe(
    "Bike Bcc: xgnp",
  );
});

it("keeps at most 60 characters, none cut in half", () => {
  expect(Array.from(plainName("🚲".repeat(80)))).toHaveLength(60);
});
