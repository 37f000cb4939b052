import { describe, expect, it } from "vitest";
import { openZip } from "../office/open-zip.ts";
import { pageRange } from "../pages.ts";
import { parseFile } from "./parse-file.ts";
import { docxParagraph, makeDocx, makePdf, makePptx, makeXlsx, makeZip } from "./testing/make-files.ts";

const line = (text: string, y: number, size = 10, x = 50) => ({ text, size, x, y });
const refused = (reason: RegExp) =>
  expect.objectContaining({ code: "invalid", message: expect.stringMatching(reason) });

describe("PDF", () => {
  it("keeps headings, paragraphs, lists and tables with their pages", async () => {
    const pdf = makePdf([
      [
        line("Harbour rules", 780, 20),
        line("Every ship reports to the harbour mas-", 740),
        line("ter before it moors.", 728),
        line("1. Switch the engine off.", 700),
        line("2. Make fast.", 680),
      ],
      [
        line("Fees", 780, 20),
        ...[
          ["Berth", "Fee"],
          ["A1", "EUR 31"],
          ["B4", "EUR 47"],
        ].flatMap(([a = "", b = ""], i) => [line(a, 740 - 14 * i), line(b, 740 - 14 * i, 10, 250)]),
      ],
    ]);
    const document = await parseFile("pdf", "rules.pdf", pdf);
    expect(document.content).toBe(
      [
        "# Harbour rules",
        "Every ship reports to the harbour master before it moors.",
        "1. Switch the engine off.",
        "2. Make fast.",
        "# Fees",
        "| Berth | Fee |\n| --- | --- |\n| A1 | EUR 31 |\n| B4 | EUR 47 |",
      ].join("\n\n"),
    );
    const at = document.content.indexOf("EUR 47");
    expect(pageRange(document.pages, at, at + 6)).toEqual({ kind: "page", first: 2, last: 2 });
  });

  it("removes running headers and page numbers, but keeps numbers in the text", async () => {
    const pdf = makePdf(
      Array.from({ length: 6 }, (_, i) => [
        line("Annual report - confidential", 820, 8),
        line(`Profit rose by ${i * 7 + 3} percent.`, 700),
        line("And that was all of it.", 600),
        line(String(i + 11), 30, 8),
      ]),
    );
    const { content } = await parseFile("pdf", "report.pdf", pdf);
    expect(content).not.toMatch(/confidential|\b1[1-6]$/m);
    expect(content.match(/Profit rose by \d+ percent\./g)).toHaveLength(6);
  });

  it("gives a reason for a PDF without text and for a damaged one", async () => {
    await expect(parseFile("pdf", "scan.pdf", makePdf([[]]))).rejects.toEqual(
      refused(/contains only images/),
    );
    const damaged = new Uint8Array(Buffer.from("%PDF-1.7\nnothing of the kind"));
    await expect(parseFile("pdf", "x.pdf", damaged)).rejects.toEqual(refused(/damaged/));
  });
});

describe("Word", () => {
  it("keeps headings, and uses the first row of a table as its header", async () => {
    const cells = (...texts: string[]) =>
      `<w:tr>${texts.map((text) => `<w:tc>${docxParagraph(text)}</w:tc>`).join("")}</w:tr>`;
    const docx = makeDocx(
      docxParagraph("Fees", "Heading1") +
        docxParagraph("They are due at noon &lt;script&gt;.") +
        `<w:tbl>${cells("Berth", "Fee")}${cells("A1", "EUR 31")}</w:tbl>`,
    );
    const { title, content } = await parseFile("docx", "fees.docx", docx);
    expect(title).toBe("Fees");
    expect(content).toContain("# Fees\n\nThey are due at noon \\<script>.");
    expect(content).toMatch(/\| Berth \| Fee \|\n\| -+ \| -+ \|\n\| A1 \| EUR 31 \|/);
  });

  it("rejects a damaged document with a reason", async () => {
    const broken = makeZip([{ name: "word/document.xml", data: "<w:document" }]);
    await expect(parseFile("docx", "x.docx", broken)).rejects.toEqual(refused(/damaged/));
  });
});

describe("Excel", () => {
  it("turns each sheet into a section with a table", async () => {
    const xlsx = makeXlsx([
      {
        name: "Parts",
        rows: [
          ["Number", "Price"],
          ["HB-1 | a", 24.5],
        ],
      },
      { name: "Empty", rows: [] },
    ]);
    const { content } = await parseFile("xlsx", "parts.xlsx", xlsx);
    expect(content).toBe("## Parts\n\n| Number | Price |\n| --- | --- |\n| HB-1 \\| a | 24.5 |");
  });
});

describe("numbers in a sheet", () => {
  it("are written as displayed, without floating-point noise", async () => {
    const shown = (style: number, number: number) => ({ style, number });
    const rows = [
      ["Berth", "Share", "Sum"],
      ["A1", shown(1, 0.711764591174119), 0.1 + 0.2],
      ["A2", shown(2, 0.5), 1e21],
      ["A3", shown(3, 0.25), -0.125],
    ];
    const formats = ["0.0%;[Red]-0.0%", "0%", "0.00&quot;%&quot;"];
    const { content } = await parseFile("xlsx", "s.xlsx", makeXlsx([{ name: "S", rows }], formats));
    expect(content.split("\n").slice(4)).toEqual([
      "| A1 | 71.2% | 0.3 |",
      "| A2 | 50% | 1e+21 |",
      "| A3 | 0.25% | -0.125 |",
    ]);
  });
});

describe("days and times in a sheet", () => {
  it("are a date, a time, both, or elapsed hours, as displayed", async () => {
    const shown = (style: number, number: number) => ({ style, number });
    const rows = [
      ["What", "When"],
      ["day", shown(1, 45_000)],
      ["both", shown(4, 45_000.5)],
      ["time", shown(2, 14.5 / 24)],
      ["midnight", shown(2, 0)],
      ["shift", shown(3, 1.5)],
    ];
    const formats = ["yyyy-mm-dd", "h:mm", "[h]:mm", "yyyy-mm-dd hh:mm"];
    const { content } = await parseFile("xlsx", "d.xlsx", makeXlsx([{ name: "S", rows }], formats));
    expect(content.split("\n").slice(4)).toEqual([
      "| day | 2023-03-15 |",
      "| both | 2023-03-15 12:00 |",
      "| time | 14:30 |",
      "| midnight | 0:00 |",
      "| shift | 36:00 |",
    ]);
  });
});

describe("a sheet with a title above its table", () => {
  it("keeps the title separate from the table's header row", async () => {
    const rows = [["Fees"], ["* from May"], ["Berth", "Fee"], ["A1", 31], ["closed"]];
    const { content } = await parseFile("xlsx", "fees.xlsx", makeXlsx([{ name: "Harbour", rows }]));
    expect(content).toBe(
      "## Harbour\n\nFees\n\n\\* from May\n\n| Berth | Fee |\n| --- | --- |\n| A1 | 31 |\n| closed |  |",
    );
  });

  it("is a table when no row has more than one cell", async () => {
    const rows = [["Names"], ["Ann"], ["Bea"]];
    const { content } = await parseFile("xlsx", "names.xlsx", makeXlsx([{ name: "List", rows }]));
    expect(content).toBe("## List\n\n| Names |\n| --- |\n| Ann |\n| Bea |");
  });
});

describe("PowerPoint", () => {
  it("reads slides in order with notes, skips hidden ones, and keeps the numbering", async () => {
    const pptx = makePptx([
      { title: "Plan", lines: ["The lamp turns.", "The tower stands."] },
      { title: "Secret", lines: ["Nobody is shown this."], isHidden: true },
      { title: "Keepers", lines: ["Three share the night."], notes: "The boat comes on Thursdays." },
    ]);
    const { title, content, pages } = await parseFile("pptx", "talk.pptx", pptx);
    expect(title).toBe("Plan");
    expect(content).toBe(
      "## Plan\n\n- The lamp turns.\n- The tower stands.\n\n## Keepers\n\nThree share the night.\n\nNotes: The boat comes on Thursdays.",
    );
    const at = content.indexOf("Thursdays");
    expect(pageRange(pages, at, at + 9)).toEqual({ kind: "slide", first: 3, last: 3 });
  });
});

describe("the text of a slide", () => {
  it("nests items, and separates words at a line break", async () => {
    const lines = [
      { text: "Deep from the start.", level: 2 },
      "The lamp</a:t></a:r><a:br/><a:r><a:t>turns.",
      { text: "Every ten seconds.", level: 1 },
      { text: "By clockwork.", level: 2 },
      "The tower stands.",
    ];
    const { content } = await parseFile("pptx", "talk.pptx", makePptx([{ title: "Plan", lines }]));
    expect(content).toBe(
      "## Plan\n\n- Deep from the start.\n- The lamp turns.\n  - Every ten seconds.\n    - By clockwork.\n- The tower stands.",
    );
  });
});

describe("zip files", () => {
  it("that would inflate excessively are rejected before inflating", async () => {
    const bomb = makeZip([{ name: "word/document.xml", data: "x", declaredSize: 4_000_000_000 }]);
    await expect(openZip(bomb)).rejects.toEqual(refused(/too large when unpacked/));
    const many = makeZip(Array.from({ length: 5_001 }, (_, i) => ({ name: `f${i}`, data: "" })));
    await expect(openZip(many)).rejects.toEqual(refused(/too large when unpacked/));
  });

  it("whose entries exceed their declared size are rejected while inflating", async () => {
    const zip = await openZip(makeZip([{ name: "a", data: "y".repeat(100_000), declaredSize: 10 }]));
    await expect(zip.readText("a")).rejects.toThrow();
  });

  it("that are truncated are rejected", async () => {
    const whole = makeZip([{ name: "a", data: "text" }]);
    await expect(openZip(whole.subarray(0, whole.length - 30))).rejects.toEqual(refused(/damaged/));
  });
});
