import { describe, expect, it } from "vitest";
import { parseFile } from "../files/parse-file.ts";
import { makePdf, makePdfOf, pdfText } from "../files/testing/make-files.ts";

const line = (text: string, x: number, y: number, size = 10) => ({ text, size, x, y });
const read = (stream: string, annotations: string[] = [], info = "") =>
  parseFile(
    "pdf",
    "terms of hire.pdf",
    makePdfOf([stream], {
      page: `/MediaBox [0 0 595 842] /Annots [${annotations.join(" ")}]`,
      ...(info ? { info } : {}),
    }),
  );

describe("the form of a PDF", () => {
  const labels =
    pdfText("Name:", 50, 700) + pdfText("Berth:", 50, 660) + pdfText("Sign at the pier.", 50, 600);
  const field = (more: string, y: number, kind = "Tx") =>
    `<< /Type /Annot /Subtype /Widget /FT /${kind} /T (f${y}) /DA (/F1 10 Tf) /Rect [150 ${y - 5} 300 ${y + 11}] ${more} >>`;

  it("has its values behind their labels", async () => {
    const { content } = await read(labels, [
      field("/V (Ann Bo)", 700),
      field("/V (B-4) /Opt [[(B-4) (Berth 4)]]", 660, "Ch"),
    ]);
    expect(content).toBe("| Name: | Ann Bo |\n| --- | --- |\n| Berth: | Berth 4 |\n\nSign at the pier.");
  });

  it("has its boxes, checked or not", async () => {
    const box = (state: string, y: number) =>
      field(`/V /${state} /AS /${state} /AP << /N << /Yes 6 0 R /Off 6 0 R >> >>`, y, "Btn");
    const bytes = makePdfOf([labels], {
      page: `/MediaBox [0 0 595 842] /Annots [${box("Yes", 700)} ${box("Off", 660)}]`,
      objects: ["<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0 >>\nstream\n\nendstream"],
    });
    const { content } = await parseFile("pdf", "a.pdf", bytes);
    expect(content).toMatch(/Name:[ |]+☑[\s\S]*Berth:[ |]+☐/);
  });

  it("lists values that cannot be seen, and leaves passwords and notes out", async () => {
    const { content, hidden } = await read(labels, [
      field("/V (ghost) /F 2", 700),
      field("/V (white) /DA (/F1 10 Tf 1 1 1 rg)", 660),
      field("/V (pass) /Ff 8192", 640),
      "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (pinned) >>",
    ]);
    expect(content).not.toMatch(/ghost|white|pass|pinned/);
    expect(hidden.map(({ kind, excerpt }) => [kind, excerpt])).toEqual([
      ["comment", "pinned"],
      ["invisible", "ghost"],
      ["colour", "white"],
    ]);
  });
});

it("reads text typed onto a page in its place", async () => {
  const typed = (text: string, y: number) =>
    `<< /Type /Annot /Subtype /FreeText /DA (/F1 10 Tf 0 g) /Contents (${text}) /Rect [50 ${y - 5} 300 ${y + 11}] >>`;
  const stream = pdfText("First.", 50, 700) + pdfText("Last.", 50, 600);
  const { content, hidden } = await read(stream, [typed("Typed between.", 650)]);
  expect(content).toBe("First.\n\nTyped between.\n\nLast.");
  expect(hidden).toEqual([]);
});

it("keeps raised and lowered figures apart from the number before them", async () => {
  const text = (words: string, x: number, size = 10, rise = 0) => pdfText(words, x, 700 + rise, size);
  const { content } = await read(
    [
      text("10", 50),
      text("6", 61.2, 6, 4),
      text(" cells, H", 64.6),
      text("2", 100.1, 6, -2),
      text("O, 40", 103.4),
      text("1", 128, 6, 4),
      text(" crowns", 131.3),
    ].join("\n"),
  );
  expect(content).toBe("10^6 cells, H₂O, 40^1 crowns");
});

it("keeps figures apart that are raised by a text rise, smaller or not", async () => {
  const figure = (size: number) =>
    `BT /F1 10 Tf 50 700 Td (holds 10) Tj /F1 ${size} Tf 4 Ts (6) Tj 0 Ts /F1 10 Tf ( cells 2 of H) Tj /F1 ${size} Tf -2 Ts (2) Tj 0 Ts /F1 10 Tf (O) Tj ET`;
  for (const size of [6, 10]) expect((await read(figure(size))).content).toBe("holds 10^6 cells 2 of H₂O");
});

it("keeps the mark of a footnote apart from the number behind it", async () => {
  const { content } = await read(pdfText("1", 50, 704, 6) + pdfText("40 crowns in May.", 53.4, 700));
  expect(content).toBe("1 40 crowns in May.");
});

describe("the title of a PDF", () => {
  const stream = `${pdfText("Rules of the pier", 50, 780, 20)}\n${pdfText("Every ship reports to the master of the harbour.", 50, 740)}`;

  it.each(["about:blank", "Untitled", "Microsoft Word - rules.doc", "rules_v3.indd"])(
    "is its heading where the file says %j",
    async (title) => {
      expect((await read(stream, [], `<< /Title (${title}) >>`)).title).toBe("Rules of the pier");
    },
  );

  it("is the file's name where there is no heading either", async () => {
    expect((await read(pdfText("All text is alike.", 50, 700), [], "<< /Title (Untitled) >>")).title).toBe(
      "terms of hire",
    );
  });

  it("is what the file says otherwise", async () => {
    expect((await read(stream, [], "<< /Title (The pier) >>")).title).toBe("The pier");
  });
});

describe("running heads and feet of a PDF", () => {
  const body = (at: number) => [
    line(`Page text ${at * 7} of its own.`, 50, 700),
    line(`More text ${at * 3}.`, 50, 400),
  ];

  it("are left out of two pages if they are the same in the same place", async () => {
    const pdf = makePdf(
      [1, 2].map((at) => [
        line("Harbour rules", 50, 820, 8),
        ...body(at),
        line(`Page ${at} of 2`, 280, 30, 8),
      ]),
    );
    const { content } = await parseFile("pdf", "a.pdf", pdf);
    expect(content).not.toMatch(/Harbour rules|of 2/);
    expect(content).toContain("Page text 14 of its own.");
  });

  it("are left out if they change by chapter", async () => {
    const pdf = makePdf(
      Array.from({ length: 12 }, (_, at) => [
        line(`Chapter ${"ABCD"[Math.floor(at / 3)]}: on piers`, 50, 820, 8),
        ...body(at),
      ]),
    );
    expect((await parseFile("pdf", "a.pdf", pdf)).content).not.toContain("on piers");
  });

  it("do not take the title with them that they repeat", async () => {
    const head = (at: number) => line("On piers", 50, 820, at === 0 ? 22 : 8);
    const pdf = makePdf(Array.from({ length: 6 }, (_, at) => [head(at), ...body(at)]));
    const { title, content } = await parseFile("pdf", "a.pdf", pdf);
    expect(content.match(/On piers/g)).toHaveLength(1);
    expect(title).toBe("On piers");
  });

  it("are not sums at the ends of two pages", async () => {
    const pdf = makePdf([1, 2].map((at) => [...body(at), line(`Total: ${at * 40}`, 50, 30)]));
    expect((await parseFile("pdf", "a.pdf", pdf)).content).toMatch(/Total: 40[\s\S]*Total: 80/);
  });
});

it("keeps the number of a heading as printed", async () => {
  const pdf = makePdf([
    [line("1. Fees and dues", 50, 780, 18), line("They are due at noon each day.", 50, 740)],
  ]);
  expect((await parseFile("pdf", "a.pdf", pdf)).content).toMatch(/^# 1\. Fees and dues\n/);
});

it("joins words cut at the end of a line or a page, and keeps hyphens that belong to them", async () => {
  const pdf = makePdf([
    [
      line("A well-known pier. The har-", 50, 700),
      line("bour master is well-", 50, 688),
      line("known. He asks for pay-", 50, 676),
    ],
    [line("ment at once.", 50, 700)],
  ]);
  expect((await parseFile("pdf", "a.pdf", pdf)).content).toBe(
    "A well-known pier. The harbour master is well-known. He asks for payment\n\nat once.",
  );
});
