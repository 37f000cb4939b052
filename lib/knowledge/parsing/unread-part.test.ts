import { describe, expect, it } from "vitest";
import { parseFile } from "./files/parse-file.ts";
import {
  docxParagraph,
  makeDocx,
  makePdfOf,
  makeXlsx,
  makeZip,
  pdfText,
  W,
} from "./files/testing/make-files.ts";
import { parseDocument } from "./parse-document.ts";
import { joinReport, splitReport } from "./stored-report.ts";
import { sumUnread, unreadPart } from "./unread-part.ts";

describe("what a document's text lacks is listed", () => {
  it("in a web page: pictures without a description, films and frames, but no counters", () => {
    const html = `<p>Seen words.</p><img src=a><img src=b alt=""><video src=c></video><iframe src="https://maps.example/x"></iframe><iframe src="https://count.example/x" width="1" height="1"></iframe><div style="display:none"><img src=d></div>`;
    const { unread } = parseDocument({ path: "a.html", mediaType: "text/html", text: html });
    expect(unread).toEqual([
      { kind: "picture", names: "", pieces: 1 },
      { kind: "media", names: "", pieces: 1 },
      { kind: "embedded", names: "maps.example", pieces: 1 },
    ]);
  });

  it("in a PDF: pages that are pictures, and attached files", async () => {
    const page = "q 595 0 0 842 0 0 cm /Im Do Q";
    const bytes = makePdfOf([pdfText("Seen words.", 50, 700), page, page], {
      page: "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> /XObject << /Im 10 0 R >> >>",
      catalog: "/Names << /EmbeddedFiles << /Names [(fees) 11 0 R] >> >>",
      objects: [
        "<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 4 >>\nstream\nabcd\nendstream",
        "<< /Type /Filespec /F (fees.xlsx) /UF (fees.xlsx) /EF << /F 12 0 R >> >>",
        "<< /Type /EmbeddedFile /Length 3 >>\nstream\nabc\nendstream",
      ],
    });
    const { unread } = await parseFile("pdf", "a.pdf", bytes);
    expect(unread).toEqual([
      { kind: "scan", names: "", pieces: 2, page: 2 },
      { kind: "embedded", names: "fees.xlsx", pieces: 1 },
    ]);
  });

  it("in a Word document: pictures without a description and embedded files", async () => {
    const picture = (description: string) =>
      `<w:p ${W}><w:r><w:drawing xmlns:wp="wp" xmlns:pic="pic"><wp:inline><wp:docPr id="1" descr="${description}"/><pic:pic/></wp:inline></w:drawing></w:r></w:p>`;
    const object =
      '<w:p><w:r><w:object><o:OLEObject xmlns:o="o" ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>';
    const bytes = makeDocx(docxParagraph("Seen words.") + picture("") + picture("A pier") + object);
    expect((await parseFile("docx", "a.docx", bytes)).unread).toEqual([
      { kind: "picture", names: "", pieces: 1 },
      { kind: "embedded", names: "Excel.Sheet.12", pieces: 1 },
    ]);
  });

  it("in a workbook: formulas without a stored result", async () => {
    const bytes = makeZip([
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
        data: '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f></c></row></sheetData></worksheet>',
      },
    ]);
    expect((await parseFile("xlsx", "a.xlsx", bytes)).unread).toEqual([
      { kind: "formula", names: "S", pieces: 1 },
    ]);
  });

  it("not if nothing is missing", async () => {
    const { unread } = await parseFile("xlsx", "a.xlsx", makeXlsx([{ name: "S", rows: [["a", 1]] }]));
    expect(unread).toBeUndefined();
  });
});

it("is summed up by kind, with the first page and a bounded list of names", () => {
  const parts = Array.from({ length: 90 }, (_, at) =>
    unreadPart("embedded", 2, [`file ${at}`], at + 3),
  ).flat();
  const [sum, ...more] = sumUnread(parts);
  expect(sum).toMatchObject({
    kind: "embedded",
    pieces: 180,
    page: 3,
    names: expect.stringMatching(/^file 0, file 1,/),
  });
  expect(sum?.names.length).toBeLessThanOrEqual(200);
  expect(more).toEqual([]);
});

it("is stored in one list with hidden text, and separated again", () => {
  const report = {
    hidden: [{ kind: "comment" as const, excerpt: "note", characters: 4, pieces: 1 }],
    unread: unreadPart("picture", 2),
  };
  expect(splitReport(JSON.parse(JSON.stringify(joinReport(report))))).toEqual(report);
  expect(joinReport({ hidden: [] })).toBeNull();
  expect(splitReport(null)).toEqual({ hidden: [], unread: [] });
});
