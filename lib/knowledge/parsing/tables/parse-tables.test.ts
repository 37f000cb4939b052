import { describe, expect, it } from "vitest";
import { parseDocument } from "../parse-document.ts";

const parse = (mediaType: string, text: string) => parseDocument({ path: "list.x", mediaType, text }).content;

describe("CSV", () => {
  it("becomes a table with any separator", () => {
    const table = "| a | b |\n| --- | --- |\n| 1 | 2 |";
    expect(parse("text/csv", "a,b\n1,2\n")).toBe(table);
    expect(parse("text/csv", "\ufeffa;b\r\n1;2\r\n")).toBe(table);
    expect(parse("text/csv", "a\tb\n1\t2")).toBe(table);
  });

  it("keeps quoted separators, line breaks and quotation marks, and pads short rows", () => {
    expect(parse("text/csv", 'name,note\n"Smith, J","said ""no""\nand left"\nalone\n')).toBe(
      '| name | note |\n| --- | --- |\n| Smith, J | said "no" and left |\n| alone |  |',
    );
  });

  it("escapes markup and separators in cells", () => {
    expect(parse("text/csv", "a,b\n<img src=x>|c,[x](javascript:1)")).toContain(
      "| \\<img src=x\\>\\|c | \\[x\\](javascript:1) |",
    );
  });

  it("rejects malformed and oversized tables with a reason", () => {
    expect(() => parse("text/csv", 'a,b\n"never closed')).toThrow(/quotation mark/);
    expect(() => parse("text/csv", "a,b\n".repeat(200_000))).toThrow(/more than 300000 cells/);
  });
});

describe("JSON", () => {
  it("becomes lists of names and values", () => {
    expect(
      parse("application/json", '{"opens":"6:00","berths":{"A1":{"fee":31}},"tags":["a_b","*c*"]}'),
    ).toBe(
      "- **opens**: 6:00\n- **berths**\n  - **A1**\n    - **fee**: 31\n- **tags**\n  - a_b\n  - \\*c\\*",
    );
  });

  it("turns uniform records into tables at any depth", () => {
    expect(
      parse("application/json", '{"title":"Fees","rows":[{"berth":"A1","fee":31},{"berth":"B4"}]}'),
    ).toBe("- **title**: Fees\n\n## rows\n\n| berth | fee |\n| --- | --- |\n| A1 | 31 |\n| B4 |  |");
  });

  it("rejects invalid JSON and endless nesting", () => {
    expect(() => parse("application/json", "{a:1}")).toThrow(/not valid JSON/);
    const deep = `${"[".repeat(5_000)}1${"]".repeat(5_000)}`;
    expect(() => parse("application/json", deep)).toThrow(/nested too deeply/);
  });
});
