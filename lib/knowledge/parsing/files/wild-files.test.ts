import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseBytes } from "./testing/parse-bytes.ts";

/** Files collected from bug reports, kept outside the repository, with what their text must hold. */
const FOLDER = join(process.cwd(), "../shared/cases");

type Expected = { kind: string; contains: string[]; not?: string[] };

describe.skipIf(!existsSync(FOLDER))("files from the wild", () => {
  const { files = {} } = existsSync(FOLDER)
    ? (JSON.parse(readFileSync(join(FOLDER, "expected.json"), "utf8")) as { files: Record<string, Expected> })
    : {};

  it.each(Object.entries(files))("%s is read as it is", async (name, { contains, not = [] }) => {
    const { content } = await parseBytes(name, readFileSync(join(FOLDER, "files", name)));
    for (const wanted of contains) {
      const forms = formsOf(wanted);
      expect(
        forms.some((form) => content.includes(form)),
        `${wanted} in:\n${content}`,
      ).toBe(true);
    }
    for (const unwanted of not) expect(content).not.toContain(unwanted);
  });
});

/** "a (or b)" names two forms; other words in parentheses explain; a first row is a table row. */
function formsOf(wanted: string): string[] {
  const row = /first row of the table is (.+)/.exec(wanted)?.[1];
  if (row) return [`| ${row.split(", ").join(" | ")} |\n| -`];
  const [, form, note] = /^(.*?)(?: \((.*)\))?$/s.exec(wanted) as unknown as [string, string, string?];
  return note?.startsWith("or ") ? [form, note.slice(3)] : [form];
}
