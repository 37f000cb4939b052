import { expect, it } from "vitest";
import { parseFile } from "../files/parse-file.ts";
import { makeXlsx, makeZip } from "../files/testing/make-files.ts";

type Sheets = Parameters<typeof makeXlsx>[0];
const read = async (sheet: Omit<Sheets[number], "name">, formats: string[] = []) =>
  parseFile("xlsx", "a.xlsx", makeXlsx([{ name: "S", ...sheet }], formats));
const table = async (sheet: Omit<Sheets[number], "name">) =>
  (await read(sheet)).content
    .replace(/\n\|( --- \|)+/g, "")
    .split("\n")
    .slice(2);

it("repeats a merged cell in each of its rows and columns", async () => {
  const rows = [
    ["Area", "Town", "Mon", "Tue"],
    ["South", "Alm", "closed", ""],
    ["", "Bro", "8", "9"],
  ];
  expect(await table({ rows, merges: ["A2:A3", "C2:D2"] })).toEqual([
    "| Area | Town | Mon | Tue |",
    "| South | Alm | closed | closed |",
    "| South | Bro | 8 | 9 |",
  ]);
});

it("joins two head rows, below a merged title", async () => {
  const rows = [
    ["Toys of two years", "", "", "", ""],
    ["Kind", "2023", "", "2024", ""],
    ["", "Price", "Stock", "Price", "Stock"],
    ["Kite", 10, 3, 12, 5],
  ];
  expect(await table({ rows, merges: ["A1:E1", "A2:A3", "B2:C2", "D2:E2"] })).toEqual([
    "Toys of two years",
    "",
    "| Kind | 2023 Price | 2023 Stock | 2024 Price | 2024 Stock |",
    "| Kite | 10 | 3 | 12 | 5 |",
  ]);
});

it("keeps a merged value in the rows that a filter leaves", async () => {
  const rows = [
    ["Area", "Town"],
    ["South", "Alm"],
    ["", "Bro"],
  ];
  const { content, hidden } = await read({ rows, merges: ["A2:A3"], hiddenRow: 2 });
  expect(content).toContain("| South | Bro |");
  expect(hidden).toMatchObject([{ kind: "part", excerpt: "S: South Alm" }]);
});

it("lists what its format does not display", async () => {
  const { content, hidden } = await read(
    {
      rows: [
        ["a", "b"],
        [1, { style: 1, number: 41 }],
      ],
    },
    [";;;"],
  );
  expect(content).not.toContain("41");
  expect(hidden).toMatchObject([{ kind: "invisible", excerpt: "41" }]);
});

it("reads rich texts, raised figures, formulas and prefixed names", async () => {
  const main = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const bytes = makeZip([
    {
      name: "xl/workbook.xml",
      data: `<x:workbook ${main} xmlns:q="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:sheets><x:sheet name="S" q:id="r1"/></x:sheets></x:workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      data: '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x/worksheet" Target="/xl/worksheets/s.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    },
    {
      name: "xl/sharedStrings.xml",
      data: `<x:sst ${main}><x:si><x:r><x:t>10</x:t></x:r><x:r><x:rPr><x:vertAlign val="superscript"/></x:rPr><x:t>6</x:t></x:r><x:r><x:t xml:space="preserve"> cells</x:t></x:r></x:si><x:si><x:t>東京</x:t><x:rPh sb="0" eb="2"><x:t>トウキョウ</x:t></x:rPh></x:si></x:sst>`,
    },
    {
      name: "xl/worksheets/s.xml",
      data: `<x:worksheet ${main}><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row><x:row><x:c t="str"><x:f>A1&amp;"x"</x:f><x:v>joined</x:v></x:c><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
    },
  ]);
  const { content } = await parseFile("xlsx", "a.xlsx", bytes);
  expect(content).toBe("## S\n\n| 10^6 cells | 東京 |\n| --- | --- |\n| joined | 2 |");
});

it("refuses a sheet whose merged cells or places would fill the memory", async () => {
  const far = makeZip([
    {
      name: "xl/workbook.xml",
      data: '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      data: '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></Relationships>',
    },
    {
      name: "xl/s.xml",
      data: `<worksheet><sheetData>${Array.from({ length: 700 }, (_, i) => `<row r="${i + 1}"><c r="${column(i)}${i + 1}"><v>1</v></c></row>`).join("")}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`,
    },
  ]);
  await expect(parseFile("xlsx", "a.xlsx", far)).rejects.toThrow(/more than 300000 cells/);
});

const column = (at: number): string =>
  (at >= 26 ? column(Math.floor(at / 26) - 1) : "") + String.fromCharCode(65 + (at % 26));

it("reads text boxes, charts and descriptions of pictures on a sheet, and sheets that are a chart", async () => {
  const names =
    'xmlns:xdr="xdr" xmlns:a="a" xmlns:r="r" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"';
  const relations = (...all: [string, string, string][]) =>
    `<Relationships>${all.map(([id, type, target]) => `<Relationship Id="${id}" Type="x/${type}" Target="${target}"/>`).join("")}</Relationships>`;
  const chart = (value: string) =>
    `<c:chartSpace ${names}><c:ser><c:tx><c:v>Guests</c:v></c:tx><c:val><c:numCache><c:pt idx="0"><c:v>${value}</c:v></c:pt></c:numCache></c:val></c:ser></c:chartSpace>`;
  const picture = (description: string) => `<xdr:pic><xdr:cNvPr id="1" descr="${description}"/></xdr:pic>`;
  const bytes = makeZip([
    {
      name: "xl/workbook.xml",
      data: '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="r1"/><sheet name="C" r:id="r2"/></sheets></workbook>',
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      data: relations(["r1", "worksheet", "sheets/s.xml"], ["r2", "chartsheet", "sheets/c.xml"]),
    },
    { name: "xl/sheets/s.xml", data: "<worksheet><sheetData/></worksheet>" },
    { name: "xl/sheets/c.xml", data: "<chartsheet/>" },
    { name: "xl/sheets/_rels/s.xml.rels", data: relations(["d", "drawing", "../drawings/s.xml"]) },
    { name: "xl/sheets/_rels/c.xml.rels", data: relations(["d", "drawing", "../drawings/c.xml"]) },
    {
      name: "xl/drawings/s.xml",
      data: `<xdr:wsDr ${names}><xdr:sp><a:p><a:r><a:t>Prices are net.</a:t></a:r></a:p></xdr:sp>${picture("A pier")}${picture("")}</xdr:wsDr>`,
    },
    { name: "xl/drawings/c.xml", data: `<xdr:wsDr ${names}><c:chart r:id="c1"/></xdr:wsDr>` },
    { name: "xl/drawings/_rels/c.xml.rels", data: relations(["c1", "chart", "../charts/c.xml"]) },
    { name: "xl/charts/c.xml", data: chart("41") },
  ]);
  const { content, unread } = await parseFile("xlsx", "a.xlsx", bytes);
  expect(content).toBe(
    "## S\n\nPrices are net.\n\nA pier\n\n## C\n\n|  | Guests |\n| --- | --- |\n| 1 | 41 |",
  );
  expect(unread).toEqual([{ kind: "picture", names: "", pieces: 1 }]);
});
