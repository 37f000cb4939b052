import { expect, test } from "vitest";
import { isolateText } from "./isolate-text.ts";

test.each(["Ada", "Zoë Ångström", "李小龙", "Дмитрий", "👩‍👩‍👧 & co", ""])("leaves %j as it is", (name) => {
  expect(isolateText(name)).toBe(name);
});

test.each([
  ["an override", "ab\u202ecd", "\u2068abcd\u2069"],
  ["an embedding without its end", "\u202bab", "\u2068ab\u2069"],
  ["an isolate without its end", "\u2067ab", "\u2068ab\u2069"],
  ["an end of an isolate", "ab\u2069\u202ecd", "\u2068abcd\u2069"],
  ["Hebrew", "שלום (1)", "\u2068שלום (1)\u2069"],
  ["Arabic", "سلام", "\u2068سلام\u2069"],
  ["a direction mark", "\u200fab", "\u2068\u200fab\u2069"],
])("isolates a name with %s, whatever its own controls are", (_, name, isolated) => {
  expect(isolateText(name)).toBe(isolated);
});
