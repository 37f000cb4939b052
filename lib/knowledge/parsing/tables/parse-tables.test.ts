import { describe, expect, it } from "vitest";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
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

  it("rejects oversized tables with a reason", () => {
    expect(() => parse("text/csv", "a,b\n".repeat(200_000))).toThrow(/more than 300000 cells/);
  });

  it.each([
    ["at the start of a field", 'a,b,c\n1,"3" screw,new\n2,"x, y",old', '"3" screw'],
    ["twice in a field", 'a,b,c\n1,"3" to "5" screw,new\n2,"x, y",old', '"3" to "5" screw'],
    ["in the middle", 'a,b,c\n1,screw 3" long,new\n2,"x, y",old', 'screw 3" long'],
    ["in a quoted field", 'a,b,c\n1,"screw "Torx", long",new\n2,"x, y",old', 'screw "Torx", long'],
    ["before a quoted field", 'a,b,c\n1,"3" screw,"new"\n2,"x, y",old', '"3" screw'],
    ["that nothing closes", 'a,b,c\n1,"screw,new\n2,x,old', '"screw'],
  ])("reads a stray quotation mark %s", (_, text, field) => {
    const [, , first, second] = parse("text/csv", text).split("\n");
    expect(first).toBe(`| 1 | ${field} | new |`);
    expect(second).toMatch(/^\| 2 \| x(, y)? \| old \|$/);
  });

  it.each([
    ["semicolons", "sep=;\nart;price\nchair;1,20\n"],
    ["quoted", '"sep=;"\r\nart;price\r\nchair;1,20\r\n'],
    ["tabs", "SEP=\t\nart\tprice\nchair\t1,20\n"],
    ["an unusual sign", "sep=^\nart^price\nchair^1,20\n"],
  ])("takes the separator from a first line that names it: %s", (_, text) => {
    expect(parse("text/csv", text)).toBe("| art | price |\n| --- | --- |\n| chair | 1,20 |");
  });

  it.each([
    ["decimal commas", "art;a;b\nchair;1,5;2,5\nstool;3,5;4,5"],
    ["addresses", "art;a;b\nchair;Road 1, yard 2;x\nstool;Road 3, yard 4;y"],
    ["no head", "chair;1,5;2,5\nstool;3,5;4,5"],
  ])("is not misled about the separator by %s", (_, text) => {
    expect(parse("text/csv", text)).toMatch(/\| chair \| [^|;]+ \| [^|;]+ \|/);
  });

  it("keeps lines above the table as paragraphs", () => {
    const table = "| art | price | stock |\n| --- | --- | --- |\n| chair | 1.20 | 3 |\n| stool | 2.20 | 4 |";
    const rows = "art,price,stock\nchair,1.20,3\nstool,2.20,4";
    expect(parse("text/csv", `Stock list, May\nall prices net\n\n${rows}`)).toBe(
      `Stock list, May\n\nall prices net\n\n${table}`,
    );
    expect(parse("text/csv", `Stock list;;\n${rows.replaceAll(",", ";")}`)).toBe(`Stock list\n\n${table}`);
  });

  it("has no column for separators at the ends of lines", () => {
    expect(parse("text/csv", "a;b\n1;2;\n3;4;\n")).toBe("| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |");
  });

  it("is read in time when many quotation marks are never closed", () => {
    const text = 'a,"b\n'.repeat(100_000);
    expect(expectCpuTimeBelow(3_000, () => parse("text/csv", text))).toContain('"b');
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

  it("rejects invalid JSON", () => {
    expect(() => parse("application/json", "{a:1}")).toThrow(/not valid JSON/);
  });

  it.each([
    ["[", "]"],
    ['{"a":', "}"],
  ])("keeps JSON as text when %s is nested too deeply for lists", (open, close) => {
    const deep = `${open.repeat(100_000)}"Tower"${close.repeat(100_000)}`;
    const document = parseDocument({ path: "a.json", mediaType: "application/json", text: deep });
    expect(document).toMatchObject({ format: "text", content: deep });
    const shallow = `${open.repeat(20)}"Tower"${close.repeat(20)}`;
    expect(parse("application/json", shallow)).toMatch(/^- .*\n {2}- [\s\S]*Tower$/);
  });
});
