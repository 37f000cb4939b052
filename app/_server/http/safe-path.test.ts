import { expect, it } from "vitest";
import { safePath } from "./safe-path.ts";

it.each(["/", "/admin/acme", "/admin/acme?tab=1#x", "/a//b"])("goes to %j", (path) => {
  expect(safePath(path)).toBe(path);
});

it.each([
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "https://evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  "/\t/evil.example",
  "/\n/evil.example",
  "/%00\u0000",
  "evil",
  "",
  null,
])("goes home instead of to %j (AUT-09)", (path) => {
  expect(safePath(path)).toBe("/");
});
