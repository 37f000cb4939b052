import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { TextLanguage } from "#lib/core/text-languages.ts";
import { type FirstFound, makeLab } from "../../../testing/knowledge/make-lab.ts";

/** Cases kept outside the repository; without them only the tests of the words themselves run. */
const CASES = "../shared/cases/search.json";

type Lab = {
  name: string;
  language: TextLanguage;
  docs: Record<string, string>;
  queries: [query: string, path: string][];
};
const labs: Lab[] = existsSync(CASES) ? JSON.parse(readFileSync(CASES, "utf8")).labs : [];

describe.skipIf(labs.length === 0)("the shared search cases", () => {
  it.each(labs)(
    "find the named document first when $name is searched",
    async ({ language, docs, queries }) => {
      const lab = await makeLab(language, docs);
      const found: FirstFound[] = [];
      for (const [query] of queries) found.push(await lab.first(query));
      expect(found).toEqual(
        queries.map(([query, path]) => ({ query, path, isCovered: true, answerable: true })),
      );
    },
  );
});
