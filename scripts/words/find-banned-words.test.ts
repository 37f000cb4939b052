import { describe, expect, it } from "vitest";
import { BANNED_WORDS, findBannedWords, isChecked } from "./find-banned-words.ts";

const whats = (file: string, source: string) => findBannedWords(file, source).map(({ what }) => what);

describe("findBannedWords", () => {
  it.each(BANNED_WORDS)("finds %s in any case, with its line", (word) => {
    const source = `// First line.\nconst text = "${word.toUpperCase()} here";\n`;
    expect(findBannedWords("lib/a.ts", source)).toEqual([
      { file: "lib/a.ts", line: 2, what: `"${word.toUpperCase()}"` },
    ]);
  });

  it("ignores words that merely contain a banned one", () => {
    expect(whats("lib/a.ts", "const toldAt = renewed; // retold, outlet gone, anewer\n")).toEqual([]);
  });

  it("checks the texts of message files, not their keys", () => {
    expect(whats("i18n/en.json", '{\n  "told": "Sent",\n  "sent": "Told to you"\n}')).toEqual(['"Told"']);
  });

  it("finds comment lines over 110 columns, in the comment syntax of the file", () => {
    const words = "word ".repeat(30).trim();
    expect(whats("lib/a.ts", `/**\n * ${words}\n */\n// ${words}`)).toHaveLength(2);
    expect(whats("db/functions/a.sql", `-- ${words}`)).toHaveLength(1);
    expect(whats("docs/a.md", `* ${words}`)).toEqual([]);
    expect(whats("lib/a.ts", `const text = "${words}";`)).toEqual([]);
  });

  it("accepts a long comment line when it holds a URL", () => {
    expect(whats("lib/a.ts", `// https://example.com/${"a".repeat(110)}`)).toEqual([]);
  });
});

describe("isChecked", () => {
  it("is true for source, texts, docs and settings", () => {
    for (const file of [
      "lib/a/b.ts",
      "components/a.tsx",
      "i18n/en.json",
      "docs/a.md",
      "README.md",
      ".env.example",
    ])
      expect(isChecked(file), file).toBe(true);
  });

  it("is false for data, migrations and the list of words itself", () => {
    for (const file of ["db/demo/a.json", "bench/golden/a.md", "drizzle/0001_a.sql", "docs/glossary.md"])
      expect(isChecked(file), file).toBe(false);
  });
});
