import { expect, it } from "vitest";
import { readVisionOutput } from "./schema.ts";

const suggestions = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ title: `Ride ${i}`, topic: `Where to meet, part ${i}?` }));

it("keeps three to six short suggestions", () => {
  expect(readVisionOutput({ caption: "Bikes", suggestions: suggestions(2) })).toBeNull();
  expect(readVisionOutput({ caption: "Bikes", suggestions: suggestions(9) })?.suggestions).toHaveLength(6);
  const long = readVisionOutput({
    caption: "a ".repeat(500),
    suggestions: suggestions(3).map(({ title, topic }) => ({ title: title.padEnd(500, "x"), topic })),
  });
  expect(long?.caption.length).toBeLessThanOrEqual(200);
  expect(long?.suggestions[0]?.title.length).toBeLessThanOrEqual(80);
});

it.each([
  "Visit https://evil.example now",
  "Go to evil.example/login",
  "www.evil",
  "javascript:alert(1)",
  "write to a@evil.example",
])("drops a suggestion with a link: %s", (topic) => {
  const read = readVisionOutput({
    caption: "Bikes",
    suggestions: [...suggestions(3), { title: "Win", topic }],
  });
  expect(read?.suggestions.map(({ title }) => title)).toEqual(["Ride 0", "Ride 1", "Ride 2"]);
  expect(readVisionOutput({ caption: topic, suggestions: suggestions(3) })).toBeNull();
});

it("removes markup, line breaks, and invisible characters, and repeated titles", () => {
  const read = readVisionOutput({
    caption: "**Two**\n\u202ebikes\u200b <b>",
    suggestions: [...suggestions(3), { title: "RIDE 0", topic: "Again" }],
  });
  expect(read?.caption).toBe("Two bikes b");
  expect(read?.suggestions).toHaveLength(3);
});
